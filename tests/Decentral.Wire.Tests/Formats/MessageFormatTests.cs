using System.Buffers;
using Decentral.Actors;
using Decentral.Actors.Hosting;
using Decentral.Actors.Transfers;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;
using Decentral.Wire.Tests.Samples;

namespace Decentral.Wire.Tests.Formats;

public sealed class MessageFormatTests
{
    private static readonly ActorRef Sender = Addresses.Instance.Resolve(new ActorAddress(new NodeId("n"), "sender", 1));

    [Fact]
    public void WriteCarried_Struct_WritesItAndKeepsItCarried()
    {
        var format = new TickFormat();
        var envelope = Envelope.Of(new Tick(7, 1.5), Sender);

        var bytes = SampleBytes.Bytes((ref writer) => format.WriteCarried(ref writer, envelope.Carried));

        Assert.Equal(format.Bytes(new Tick(7, 1.5)), bytes);
        Assert.Equal(new Tick(7, 1.5), envelope.Type!.Open(envelope.Carried));
    }

    [Fact]
    public void WriteCarried_Class_WritesIt()
    {
        var format = new ReportFormat();
        var envelope = Envelope.Of(Report.Sample, Sender);

        var bytes = SampleBytes.Bytes((ref writer) => format.WriteCarried(ref writer, envelope.Carried));

        Assert.Equal(format.Bytes(Report.Sample), bytes);
    }

    [Fact]
    public void TryReadEnvelope_Message_IsCarriedToAReceiver()
    {
        var format = new TickFormat();
        var reader = SampleBytes.Reader(format.Bytes(new Tick(7, 1.5)));
        var receiver = new Receiver();

        Assert.True(format.TryReadEnvelope(ref reader, Sender, out var envelope, out var reason));

        Assert.Null(reason);
        Assert.Equal(Sender, envelope.Sender);
        Assert.True(envelope.Type!.TryDeliver(receiver, envelope.Carried));
        Assert.Equal(new Tick(7, 1.5), receiver.Tick);
    }

    [Fact]
    public void TryReadTransferred_HeaderAndPayload_ReachAReceiverTogether()
    {
        var format = new TickFormat();
        using var sent = new Payload(MemoryPool<byte>.Shared.Rent(4), 4);
        var leaving = Envelope.Of(new Transferred<Tick>(new Tick(7, 1.5), sent), Sender);
        var header = SampleBytes.Bytes((ref writer) => format.WriteTransferred(ref writer, leaving.Carried));
        using var arrived = format.PayloadOf(leaving.Carried).Share();
        var reader = SampleBytes.Reader(header);
        var receiver = new Receiver();

        Assert.True(format.TryReadTransferred(ref reader, arrived, Sender, out var envelope, out _));

        Assert.True(envelope.Type!.TryDeliver(receiver, envelope.Carried));
        Assert.Equal(new Tick(7, 1.5), receiver.Transfer!.Header);
        Assert.Same(arrived, receiver.Transfer.Payload);
    }

    [Fact]
    public void TryReadTransferred_BrokenHeader_LeavesThePayloadToTheCaller()
    {
        using var payload = new Payload(MemoryPool<byte>.Shared.Rent(4), 4);
        var reader = SampleBytes.Reader("9207C0");

        Assert.False(new TickFormat().TryReadTransferred(ref reader, payload, Sender, out _, out var reason));

        Assert.Contains("expected a floating-point number, found nil", reason, StringComparison.Ordinal);
        Assert.Equal(4, payload.Bytes.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("not-äscii")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123x")]
    public void New_ManifestThatIsNotVisibleAscii_Throws(string manifest) =>
        Assert.Throws<ArgumentException>(() => new TickFormat(manifest));

    [Fact]
    public void TryReadEnvelope_FormatThatLeavesItsRecordOpen_IsOurOwnMistake() =>
        Assert.Throws<InvalidOperationException>(() =>
        {
            var reader = SampleBytes.Reader("9101");
            new OpenFormat().TryReadEnvelope(ref reader, Sender, out _, out _);
        });

    private sealed class OpenFormat() : MessageFormat<Part>("sample.open")
    {
        public override void Write(ref MessageWriter writer, Part message) => writer.BeginRecord(0);

        public override Part Read(ref MessageReader reader)
        {
            reader.BeginRecord(1);
            return new Part("", reader.ReadInt32());
        }
    }

    private sealed class Receiver : Actor, IReceive<Tick>, IReceive<Transferred<Tick>>
    {
        public Tick? Tick { get; private set; }

        public Transferred<Tick>? Transfer { get; private set; }

        public void Receive(Tick message) => Tick = message;

        public void Receive(Transferred<Tick> message) => Transfer = message;
    }
}
