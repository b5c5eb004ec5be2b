using Decentral.Simulation.Randomness;
using Decentral.Training.Coordination;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Formats;
using Decentral.Training.Monitoring;
using Decentral.Training.Protocol;
using Decentral.Wire;
using Decentral.Wire.Formats;

namespace Decentral.Training.Tests.Formats;

/// <summary>Each format: its recorded bytes, all that it may carry, and bytes that are not its own.</summary>
public sealed class TrainingMessagesTests
{
    private const int Draws = 300;
    private const int Mutations = 3000;

    public static TheoryData<string> Manifests => [.. TrainingMessages.Catalogue.Formats.Select(format => format.Manifest)];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Write_Sample_GivesTheRecordedBytes(string manifest)
    {
        var bytes = Encoded.Bytes(MessageSamples.Of(manifest));

        Assert.Equal(RecordedBytes.Of(manifest), Convert.ToHexString(bytes));
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Read_RecordedBytes_GivesTheSample(string manifest)
    {
        var read = Encoded.Message(FormatOf(manifest), Convert.FromHexString(RecordedBytes.Of(manifest)));

        Assert.Equal(Description.Of(MessageSamples.Of(manifest)), Description.Of(read));
    }

    [Fact]
    public void Recorded_Bytes_AreThoseOfAllFormats() => Assert.Equal(
        TrainingMessages.Catalogue.Formats.Select(format => format.Manifest), RecordedBytes.Manifests);

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Sample_EachProperty_IsNotAtItsDefault(string manifest) =>
        Assert.Empty(Description.Defaults(MessageSamples.Of(manifest)));

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Read_WhatWasWritten_IsAllThatWasTold(string manifest)
    {
        var draws = new MessageDraws(SeededRandom.For(1, manifest));
        for (var i = 0; i < Draws; i++)
        {
            var told = draws.Message(FormatOf(manifest).MessageType);

            var bytes = Encoded.Bytes(told);
            var read = Encoded.Message(FormatOf(manifest), bytes);

            Assert.Equal(Description.Of(told), Description.Of(read));
            Assert.Equal(bytes, Encoded.Bytes(read));
        }
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Read_NewerWriter_PassesOverWhatItAppended(string manifest)
    {
        var sample = MessageSamples.Of(manifest);

        var bytes = RecordTree.Changed(Encoded.Bytes(sample), [], fields => fields.AddRange(RecordTree.Surplus));
        var read = Encoded.Message(FormatOf(manifest), bytes);

        Assert.Equal(Description.Of(sample), Description.Of(read));
    }

    [Theory]
    [InlineData("training.start-round", 4, 0)]
    [InlineData("training.start-round", 5)]
    [InlineData("training.catch-up", 2)]
    [InlineData("training.evaluate", 2)]
    [InlineData("training.collect-round", 4, 0)]
    [InlineData("training.publish-round", 2, 1)]
    [InlineData("training.fragment-reduced", 5, 1)]
    [InlineData("training.held-out-part", 2)]
    [InlineData("training.step-reported", 2)]
    [InlineData("training.ledger-advanced", 1)]
    [InlineData("training.ledger-advanced", 1, 3)]
    [InlineData("training.run-ended", 1)]
    public void Read_NewerWriterOfAPart_PassesOverWhatItAppended(string manifest, params int[] path)
    {
        var sample = MessageSamples.Of(manifest);

        var bytes = RecordTree.Changed(Encoded.Bytes(sample), path, fields => fields.AddRange(RecordTree.Surplus));
        var read = Encoded.Message(FormatOf(manifest), bytes);

        Assert.Equal(Description.Of(sample), Description.Of(read));
    }

    /// <summary>All fields are of the first version so far: none may be missing.</summary>
    [Theory]
    [MemberData(nameof(Manifests))]
    public void Read_LastFieldMissing_IsRefused(string manifest)
    {
        if (manifest == "training.request-stop")
        {
            return;
        }

        var sample = Encoded.Bytes(MessageSamples.Of(manifest));

        var bytes = RecordTree.Changed(sample, [], fields => fields.RemoveAt(fields.Count - 1));

        Assert.Contains("a record of at least", Encoded.Refusal(FormatOf(manifest), bytes), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Read_EveryPrefix_IsRefused(string manifest)
    {
        var bytes = Convert.FromHexString(RecordedBytes.Of(manifest));
        for (var length = 0; length < bytes.Length; length++)
        {
            Encoded.Refusal(FormatOf(manifest), bytes.AsMemory(0, length));
        }
    }

    /// <summary>A message comes of it that can be told on, or a refusal, and nothing else.</summary>
    [Theory]
    [MemberData(nameof(Manifests))]
    public void Read_DamagedBytes_GivesAMessageOrARefusal(string manifest)
    {
        var random = SeededRandom.For(2, manifest);
        var sound = Convert.FromHexString(RecordedBytes.Of(manifest));
        for (var i = 0; i < Mutations; i++)
        {
            var bytes = Damage.To(sound, random);
            try
            {
                Encoded.Bytes(Encoded.Message(FormatOf(manifest), bytes));
            }
            catch (WireFormatException)
            {
                // What a reader may say.
            }
            catch (Exception error)
            {
                Assert.Fail($"{manifest}, input {i}, {Convert.ToHexString(bytes)}: {error}");
            }
        }
    }

    [Fact]
    public void Write_ReasonOfAnyLength_TravelsInPart()
    {
        var told = new PartFailed("worker-0", new string('x', 100_000));

        var read = (PartFailed)Encoded.Message(Encoded.FormatOf(told), Encoded.Bytes(told));

        Assert.Equal(new string('x', ProtocolWriting.MaxReasonLength), read.Reason);
    }

    [Fact]
    public void Write_EntryThatIsNotJournaled_IsAnErrorThatNamesIt()
    {
        var standing = new RunStanding(CoordinatorPhase.Training, Round.Zero, 0, new RunTotals());
        var told = new LedgerAdvanced(new RoundResumed(IsRecollecting: false), standing);

        var error = Assert.Throws<ArgumentException>(() => Encoded.Bytes(told));

        Assert.Contains("RoundResumed", error.Message, StringComparison.Ordinal);
    }

    private static MessageFormat FormatOf(string manifest) =>
        TrainingMessages.Catalogue.Formats.Single(format => format.Manifest == manifest);
}
