using Decentral.Actors;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;
using Decentral.Wire.Tests.MessagePack;
using Decentral.Wire.Tests.Samples;

namespace Decentral.Wire.Tests.Hostility;

/// <summary>
/// Whatever comes from outside, a result comes of it, and nothing is allocated that its length does not explain.
/// </summary>
public sealed class MutationTests
{
    /// <summary>Exceptions with their texts and traces, some of them within another.</summary>
    private const long MaxBytesOfARefusal = 8 * 1024;

    /// <summary>For one byte: an element of a list twice, of a text, or a reference.</summary>
    private const long MaxBytesPerByte = 32;

    /// <summary>Inputs at the beginning that may allocate more: texts of errors are looked up for the first time.</summary>
    private const int WarmUp = 5000;

    private static readonly MessageFormat[] Formats = [new ReportFormat(), new TickFormat()];

    [Fact]
    public void TryReadEnvelope_MutatedBytes_GivesAResultOrAReason() => Run(seed: 1, count: 200_000);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(2)]
    [InlineData(3)]
    public void TryReadEnvelope_FiveMillionMutatedBytes_GivesAResultOrAReason(int seed) => Run(seed, 5_000_000);

    private static void Run(int seed, int count)
    {
        var mutator = new Mutator(seed);
        var accepted = 0;
        for (var index = 0; index < count; index++)
        {
            var bytes = mutator.Next();
            try
            {
                accepted += Measure(bytes, isWarm: index >= WarmUp) ? 1 : 0;
                if (index % 64 == 0)
                {
                    AssertAlikeInSegments(bytes, 1 + (index / 64 % 7));
                }
            }
            catch (Exception error)
            {
                Assert.Fail($"Input {index} of seed {seed}, {Convert.ToHexString(bytes.Span)}: {error}");
            }
        }

        // Both ways out are taken.
        Assert.InRange(accepted, count / 100, count / 2);
    }

    private static bool Measure(ReadOnlyMemory<byte> bytes, bool isWarm)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var isAccepted = TryRead(Formats[0], bytes) | TryRead(Formats[1], bytes);
        Walk(bytes);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var bound = (3 * MaxBytesOfARefusal) + (MaxBytesPerByte * bytes.Length);
        return allocated <= bound || !isWarm
            ? isAccepted
            : throw new InvalidOperationException($"{allocated} bytes were allocated; the bound is {bound}.");
    }

    private static bool TryRead(MessageFormat format, ReadOnlyMemory<byte> bytes)
    {
        var reader = SampleBytes.Reader(bytes);
        if (!format.TryReadEnvelope(ref reader, ActorRef.None, out var envelope, out var reason))
        {
            return reason.Length > 0 ? false : throw new InvalidOperationException("Refused without a reason.");
        }

        envelope.Release();
        return true;
    }

    /// <summary>All values one after another, as whoever knows nothing of messages reads them.</summary>
    private static void Walk(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new MessagePackReader(bytes);
            while (!reader.End)
            {
                var ahead = reader;
                ahead.Skip();
                Step(ref reader);
            }
        }
        catch (Exception error) when (
            error is MessagePackSerializationException or EndOfStreamException or OverflowException)
        {
            // One of the three that the supplier throws.
        }
    }

    private static void Step(ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Array:
                reader.ReadArrayHeader();
                break;
            case MessagePackType.Map:
                reader.ReadMapHeader();
                break;
            case MessagePackType.Integer:
                reader.ReadInt64();
                break;
            case MessagePackType.Float:
                reader.ReadSingle();
                break;
            case MessagePackType.String:
                reader.ReadString();
                break;
            case MessagePackType.Nil:
            case MessagePackType.Boolean:
            case MessagePackType.Binary:
            case MessagePackType.Extension:
            case MessagePackType.Unknown:
            default:
                reader.Skip();
                break;
        }
    }

    private static void AssertAlikeInSegments(ReadOnlyMemory<byte> bytes, int size)
    {
        foreach (var format in Formats)
        {
            var whole = SampleBytes.Reader(bytes);
            var parts = new MessageReader(Segments.Of(bytes, size), Addresses.Instance, WireLimits.Default);

            var ofWhole = format.TryReadEnvelope(ref whole, ActorRef.None, out var first, out var reason);
            var ofParts = format.TryReadEnvelope(ref parts, ActorRef.None, out var second, out var otherReason);

            Assert.Equal(ofWhole, ofParts);
            Assert.Equal(reason, otherReason);
            if (ofWhole)
            {
                Assert.Equal(first.Type!.Open(first.Carried), second.Type!.Open(second.Carried));
                first.Release();
                second.Release();
            }
        }
    }
}
