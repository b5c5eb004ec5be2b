using System.Buffers;
using Decentral.Actors;
using Decentral.Actors.Hosting;
using Decentral.Actors.Transfers;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;
using Decentral.Wire.Tests.MessagePack;
using Decentral.Wire.Tests.Samples;

namespace Decentral.Wire.Tests.Formats;

public sealed class MessageCatalogueTests
{
    private static readonly TickFormat Tick = new();
    private static readonly ReportFormat Report = new();
    private static readonly MessageCatalogue Catalogue = new([Tick, Report]);

    [Fact]
    public void TryFind_TypeOrEnvelopeOrManifest_GivesTheFormat()
    {
        Assert.True(Catalogue.TryFind(typeof(Tick), out var ofType));
        Assert.True(Catalogue.TryFind(MessageType<Tick>.Instance, out var ofEnvelope));
        Assert.True(Catalogue.TryFind("sample.tick"u8, out var ofManifest));

        Assert.Same(Tick, ofType);
        Assert.Same(Tick, ofEnvelope);
        Assert.Same(Tick, ofManifest);
        Assert.Equal([Report, Tick], Catalogue.Formats);
    }

    [Fact]
    public void TryFind_Unknown_GivesNone()
    {
        Assert.False(Catalogue.TryFind(typeof(string), out _));
        Assert.False(Catalogue.TryFind(MessageType<string>.Instance, out _));
        Assert.False(Catalogue.TryFind("sample.tic"u8, out _));
        Assert.False(Catalogue.TryFind([], out _));
    }

    [Fact]
    public void TryFindTransferred_EnvelopeOfBulkData_GivesTheHeadersFormat()
    {
        using var payload = new Payload(MemoryPool<byte>.Shared.Rent(4), 4);
        var envelope = Envelope.Of(new Transferred<Tick>(new Tick(1, 2), payload), ActorRef.None);

        Assert.False(Catalogue.TryFind(envelope.Type!, out _));
        Assert.True(Catalogue.TryFindTransferred(envelope.Type!, out var format));

        Assert.Same(Tick, format);
        Assert.Same(payload, format.PayloadOf(envelope.Carried));
        Assert.False(Catalogue.TryFindTransferred(MessageType<Tick>.Instance, out _));
    }

    [Fact]
    public void TryReadFormat_WrittenManifest_IsFoundInAnySegments()
    {
        var bytes = SampleBytes.Bytes((ref writer) => writer.WriteManifest(Report));

        foreach (var size in (int[])[1, 3, 100])
        {
            var reader = new MessageReader(Segments.Of(bytes, size), Addresses.Instance, WireLimits.Default);
            Assert.True(Catalogue.TryReadFormat(ref reader, out var format, out _));
            Assert.Same(Report, format);
        }
    }

    [Theory]
    [InlineData("A3666F6F", "A frame, byte 4: expected a known manifest, found 'foo'.")]
    [InlineData("C0", "A frame, byte 0: expected text, found nil.")]
    [InlineData("", "A frame, byte 0: expected text, found the end.")]
    public void TryReadFormat_AnythingElse_SaysWhatItIs(string hex, string expected)
    {
        var reader = SampleBytes.Reader(hex);

        Assert.False(Catalogue.TryReadFormat(ref reader, out var format, out var reason));

        Assert.Null(format);
        Assert.Equal(expected, reason);
    }

    [Fact]
    public void TryReadFormat_LongTextInSegments_IsNotTakenForItsBeginning()
    {
        var bytes = SampleBytes.Bytes((ref writer) => writer.Write("sample.tick" + new string('x', 100)));
        var reader = new MessageReader(
            Segments.Of(bytes, "sample.tick".Length + 2), Addresses.Instance, WireLimits.Default);

        Assert.False(Catalogue.TryReadFormat(ref reader, out _, out _));
    }

    [Fact]
    public void New_TwoOfOneManifest_NamesBoth()
    {
        var error = Assert.Throws<ArgumentException>(() => new MessageCatalogue([new ReportFormat(), new Impostor()]));

        Assert.Contains("sample.report", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(ReportFormat), error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Impostor), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_TwoOfOneMessage_NamesBoth()
    {
        var error = Assert.Throws<ArgumentException>(
            () => new MessageCatalogue([new TickFormat("first"), new TickFormat("second")]));

        Assert.Contains("first", error.Message, StringComparison.Ordinal);
        Assert.Contains("second", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Samples.Tick), error.Message, StringComparison.Ordinal);
    }

    private sealed class Impostor() : MessageFormat<Part>("sample.report")
    {
        public override void Write(ref MessageWriter writer, Part message) => writer.BeginRecord(0);

        public override Part Read(ref MessageReader reader) => default;
    }
}
