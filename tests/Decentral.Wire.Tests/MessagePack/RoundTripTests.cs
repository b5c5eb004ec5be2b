using System.Buffers;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Wire.Tests.MessagePack;

public sealed class RoundTripTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void Read_AnyTree_GivesWhatWasWritten() => Prop.ForAll(Seeds, seed =>
    {
        var tree = new RandomTrees(seed).Next();
        var bytes = tree.Write();

        var read = Tree.Parse(bytes);

        Assert.Equal(tree.Words, read.Words);
        Assert.Equal(bytes, read.Write());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_AnyTreeInSegments_GivesWhatWasWritten() => Prop.ForAll(Seeds, seed =>
    {
        var tree = new RandomTrees(seed).Next();
        var reader = new MessagePackReader(Segments.Of(tree.Write(), 1 + (seed % 7)));

        var read = Tree.Read(ref reader);

        Assert.Equal(tree.Words, read.Words);
        Assert.True(reader.End);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Skip_AnyTree_StandsAfterIt() => Prop.ForAll(Seeds, seed =>
    {
        var bytes = new RandomTrees(seed).Next().Write();
        var reader = new MessagePackReader(Segments.Of((byte[])[.. bytes, 0x2A], 1 + (seed % 50)));

        var raw = reader.ReadRaw();

        Assert.Equal(bytes, raw.ToArray());
        Assert.Equal(bytes.Length, reader.Consumed);
        Assert.Equal(0x2A, reader.ReadInt32());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Write_ToAnOutputOfSmallMemory_GivesTheSameBytes() => Prop.ForAll(Seeds, seed =>
    {
        var tree = new RandomTrees(seed).Next();
        var output = new SparingOutput();
        var writer = new MessagePackWriter(output);

        tree.Write(ref writer);
        writer.Flush();

        Assert.Equal(tree.Write(), output.Written);
    }).QuickCheckThrowOnFailure();

    /// <summary>Gives no more memory than it is asked for.</summary>
    private sealed class SparingOutput : IBufferWriter<byte>
    {
        private readonly List<byte> _written = [];
        private byte[] _lent = [];

        public byte[] Written => [.. _written];

        public void Advance(int count) => _written.AddRange(_lent.AsSpan(0, count));

        public Memory<byte> GetMemory(int sizeHint = 0) => _lent = new byte[Math.Max(sizeHint, 1)];

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
