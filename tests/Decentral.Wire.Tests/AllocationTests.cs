using System.Buffers;
using Decentral.Actors;
using Decentral.Actors.Hosting;
using Decentral.Measuring;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;
using Decentral.Wire.Tests.Samples;

namespace Decentral.Wire.Tests;

/// <summary>The data path allocates nothing per message, but for the texts and references that arrive.</summary>
public sealed class AllocationTests
{
    private const int Messages = 1000;

    private static readonly TickFormat Tick = new();
    private static readonly ReportFormat Report = new();
    private static readonly MessageCatalogue Catalogue = new([Tick, Report]);

    [Fact]
    public void WriteCarried_AnyMessage_AllocatesNothing()
    {
        var output = new ArrayBufferWriter<byte>(4096);
        var tick = Envelope.Of(new Tick(1L << 40, 1.5), ActorRef.None);
        var worker = Addresses.Instance.Resolve(new ActorAddress(new NodeId("b"), "worker", 9));
        var report = Envelope.Of(Samples.Report.Sample with { Note = "ö", Deadline = 5, Worker = worker }, ActorRef.None);

        AssertAllocatesNothing(() =>
        {
            Write(output, tick);
            Write(output, report);
        });
    }

    [Fact]
    public void ReadEnvelope_SmallStruct_AllocatesNothingOnItsWay()
    {
        var output = new ArrayBufferWriter<byte>(4096);
        Write(output, Envelope.Of(new Tick(1L << 40, 1.5), ActorRef.None));
        var bytes = output.WrittenSpan.ToArray();
        var receiver = new Receiver();

        AssertAllocatesNothing(() =>
        {
            var reader = SampleBytes.Reader(bytes);
            Assert.True(Catalogue.TryReadFormat(ref reader, out var format, out _));
            Assert.True(format.TryReadEnvelope(ref reader, ActorRef.None, out var envelope, out _));
            Assert.True(envelope.Type!.TryDeliver(receiver, envelope.Carried));
        });
        Assert.Equal(1.5, receiver.Last.Loss);
    }

    [Fact]
    public void Read_NumbersInAnyFormat_AllocatesNothing()
    {
        var digest = new byte[3];
        var bytes = Convert.FromHexString("9E" + "07" + "CC80" + "D1FF7F" + "CF000000012A05F200" + "CA3F000000" +
            "CB3FF8000000000000" + "C3" + "C0" + "CCC8" + "92FFFE" + "C403010203" + "C403010203" + "93A16105C0" + "81C0C0");

        AssertAllocatesNothing(() =>
        {
            var reader = SampleBytes.Reader(bytes);
            var record = reader.BeginRecord(10);
            reader.ReadInt32();
            reader.ReadInt64();
            reader.ReadInt32OrNull();
            reader.ReadUInt64();
            reader.ReadSingle();
            reader.ReadDouble();
            reader.ReadBoolean();
            reader.ReadDoubleOrNull();
            reader.ReadEnum<Colour>();
            for (var left = reader.ReadCount(); left > 0; left--)
            {
                reader.ReadInt32();
            }

            reader.ReadBytes(digest);
            reader.ReadBytes();
            reader.EndRecord(record);
        });
        Assert.Equal([1, 2, 3], digest);
    }

    private static void Write(ArrayBufferWriter<byte> output, in Envelope envelope)
    {
        output.ResetWrittenCount();
        var writer = new MessageWriter(output, WireLimits.Default);
        Assert.True(Catalogue.TryFind(envelope.Type!, out var format));
        writer.WriteManifest(format);
        format.WriteCarried(ref writer, envelope.Carried);
        writer.Flush();
    }

    private static void AssertAllocatesNothing(Action act)
    {
        // The first rounds fill pools and compile.
        Repeat(act);

        Assert.Equal(0, Allocations.OfWarm(() => Repeat(act)));
    }

    private static void Repeat(Action act)
    {
        for (var index = 0; index < Messages; index++)
        {
            act();
        }
    }

    private sealed class Receiver : Actor, IReceive<Tick>
    {
        public Tick Last { get; private set; }

        public void Receive(Tick message) => Last = message;
    }
}
