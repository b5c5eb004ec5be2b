using Decentral.Codecs.Sparse;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Codecs.Tests.Sparse;

public sealed class TopKSelectionTests
{
    [Fact]
    public void Select_AnyValues_EqualsTheReference() =>
        Prop.ForAll(Values.OfLengths(1, 700), Gen.Choose(0, 700).ToArbitrary(), (values, share) =>
        {
            var kept = Math.Max(1, values.Length * share / 700);
            var (fastValues, referenceValues) = (values.ToArray(), values.ToArray());
            var (fast, reference) = (new ushort[kept], new ushort[kept]);

            TopKSelection.Select(fastValues, fast);
            TopKSelection.SelectReference(referenceValues, reference);

            Assert.Equal(reference, fast);
            Values.AssertSameBits(referenceValues, Values.Finite(fastValues));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Select_WholeChunk_EqualsTheReference()
    {
        foreach (var kind in Values.KindNames)
        {
            var (fast, reference) = (new ushort[64], new ushort[64]);

            TopKSelection.Select(Values.Of(kind, TopKCodec.ChunkLength), fast);
            TopKSelection.SelectReference(Values.Of(kind, TopKCodec.ChunkLength), reference);

            Assert.Equal(reference, fast);
        }
    }

    [Fact]
    public void Select_Ties_GoToTheLowestIndices()
    {
        var indices = new ushort[3];

        TopKSelection.Select([1f, -2f, 2f, 1f, -1f, 0f], indices);

        Assert.Equal([0, 1, 2], indices);
    }
}
