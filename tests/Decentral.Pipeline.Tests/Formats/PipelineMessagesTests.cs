using Decentral.Pipeline.Formats;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Stages;
using Decentral.Simulation.Randomness;
using Decentral.Training.Tests.Formats;
using Decentral.Wire;

namespace Decentral.Pipeline.Tests.Formats;

/// <summary>Each format: its recorded bytes, all that it may carry, and bytes that are not its own.</summary>
public sealed class PipelineMessagesTests
{
    private const int Draws = 300;
    private const int Mutations = 3000;

    /// <summary>What may be found in place of any value: numbers at their ends, none, a list of none, text.</summary>
    private static readonly string[] Strangers =
    [
        "00", "01", "7F", "FF", "C0", "C2", "C3", "90", "9100", "A0", "A161", "C40100", "CD0100", "CE7FFFFFFF", "CE80000000", "CEFFFFFFFF",
        "CF7FFFFFFFFFFFFFFF", "CFFFFFFFFFFFFFFFFF", "D38000000000000000", "CA7FC00000", "CA3F800000", "CB7FF0000000000000",
        "CBFFF0000000000000", "CB7FF8000000000000", "CB8000000000000000",
    ];

    public static TheoryData<string> Manifests => [.. PipelineMessages.Catalogue.Formats.Select(format => format.Manifest)];

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
        var read = Encoded.Message(Encoded.FormatOf(manifest), Convert.FromHexString(RecordedBytes.Of(manifest)));

        Assert.Equal(Description.Of(MessageSamples.Of(manifest)), Description.Of(read));
    }

    [Fact]
    public void Recorded_Bytes_AreThoseOfAllFormats() => Assert.Equal(
        PipelineMessages.Catalogue.Formats.Select(format => format.Manifest), RecordedBytes.Manifests);

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
            var told = draws.Message(Encoded.FormatOf(manifest).MessageType);

            var bytes = Encoded.Bytes(told);
            var read = Encoded.Message(Encoded.FormatOf(manifest), bytes);

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

        var read = Encoded.Message(Encoded.FormatOf(manifest), bytes);

        Assert.Equal(Description.Of(sample), Description.Of(read));
    }

    [Theory]
    [InlineData("pipeline.form-stage", 1)]
    [InlineData("pipeline.form-stage", 1, 1, 2)]
    [InlineData("pipeline.form-stage", 1, 1, 2, 3, 0)]
    [InlineData("pipeline.form-stage", 1, 2)]
    [InlineData("pipeline.form-stage", 2)]
    [InlineData("pipeline.form-stage", 3, 1)]
    [InlineData("pipeline.form-stage", 3, 1, 1, 0)]
    [InlineData("pipeline.form-stage", 4)]
    [InlineData("pipeline.begin-step", 3, 1)]
    [InlineData("pipeline.activation-header", 2)]
    [InlineData("pipeline.slots-freed", 2)]
    [InlineData("pipeline.stage-report", 8)]
    [InlineData("pipeline.stage-report", 9, 1)]
    public void Read_NewerWriterOfAPart_PassesOverWhatItAppended(string manifest, params int[] path)
    {
        var sample = MessageSamples.Of(manifest);
        var bytes = RecordTree.Changed(Encoded.Bytes(sample), path, fields => fields.AddRange(RecordTree.Surplus));

        var read = Encoded.Message(Encoded.FormatOf(manifest), bytes);

        Assert.Equal(Description.Of(sample), Description.Of(read));
    }

    /// <summary>All fields are of the first version so far: none may be missing.</summary>
    [Theory]
    [MemberData(nameof(Manifests))]
    public void Read_LastFieldMissing_IsRefused(string manifest)
    {
        var sample = Encoded.Bytes(MessageSamples.Of(manifest));

        var bytes = RecordTree.Changed(sample, [], fields => fields.RemoveAt(fields.Count - 1));

        Assert.Contains("a record of at least", Encoded.Refusal(Encoded.FormatOf(manifest), bytes), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Read_EveryPrefix_IsRefused(string manifest)
    {
        var bytes = Convert.FromHexString(RecordedBytes.Of(manifest));
        for (var length = 0; length < bytes.Length; length++)
        {
            Encoded.Refusal(Encoded.FormatOf(manifest), bytes.AsMemory(0, length));
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
            ReadOrRefuse(manifest, Damage.To(sound, random));
        }
    }

    /// <summary>The same, with the bytes sound but for one value: it comes past all that damage to bytes does not get by.</summary>
    [Theory]
    [MemberData(nameof(Manifests))]
    public void Read_AnyValueReplaced_GivesAMessageOrARefusal(string manifest)
    {
        var sound = Encoded.Bytes(MessageSamples.Of(manifest));
        foreach (var path in PathsIn(RecordTree.Parse(sound)))
        {
            foreach (var hex in Strangers)
            {
                ReadOrRefuse(manifest, RecordTree.With(sound, path, hex));
            }
        }
    }

    private static void ReadOrRefuse(string manifest, byte[] bytes)
    {
        try
        {
            var read = Encoded.Message(Encoded.FormatOf(manifest), bytes);
            Encoded.Bytes(read);
            Use(read);
        }
        catch (WireFormatException)
        {
            // What a reader may say.
        }
        catch (Exception error)
        {
            Assert.Fail($"{manifest}, {Convert.ToHexString(bytes)}: {error}");
        }
    }

    /// <summary>A form that was read can be counted on: a step has a way through it, and each stage a place on that.</summary>
    private static void Use(object read)
    {
        if (read is FormStage { Form: var form })
        {
            var routes = new FormRoutes(form);
            Assert.All(Enumerable.Range(0, form.Seats.Length), stage => Assert.NotEmpty(routes.ProgramOf(stage).Passes));
            Assert.NotNull(form.First);
            Assert.NotNull(form.Last);
        }
    }

    private static IEnumerable<int[]> PathsIn(RecordTree tree) => (tree.Fields ?? []).SelectMany((field, index) =>
        PathsIn(field).Select(path => (int[])[index, .. path]).Prepend([index]));
}
