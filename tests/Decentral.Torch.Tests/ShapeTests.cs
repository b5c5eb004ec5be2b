namespace Decentral.Torch.Tests;

public sealed class ShapeTests
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor> Move, long[] Shape, float[] Moved)> Cases = new()
    {
        ["view"] = (x => x.view(3, 2), [3, 2], [0, 1, 2, 3, 4, 5]),
        ["view with rest"] = (x => x.view(-1, 2), [3, 2], [0, 1, 2, 3, 4, 5]),
        ["flatten"] = (x => x.flatten(), [6], [0, 1, 2, 3, 4, 5]),
        ["transpose"] = (x => x.transpose(0, 1), [3, 2], [0, 3, 1, 4, 2, 5]),
        ["t"] = (x => x.t(), [3, 2], [0, 3, 1, 4, 2, 5]),
        ["permute"] = (x => x.unsqueeze(0).permute(2, 0, 1), [3, 1, 2], [0, 3, 1, 4, 2, 5]),
        ["narrow"] = (x => x.narrow(1, 1, 2), [2, 2], [1, 2, 4, 5]),
        ["slice with step"] = (x => x.slice(1, 0, 3, 2), [2, 2], [0, 2, 3, 5]),
        ["select"] = (x => x.select(1, 2), [2], [2, 5]),
        ["row"] = (x => x[1], [3], [3, 4, 5]),
        ["element"] = (x => x[1, 0], [], [3]),
        ["last"] = (x => x[^1], [3], [3, 4, 5]),
        ["range"] = (x => x[.., 1..], [2, 2], [1, 2, 4, 5]),
        ["range from end"] = (x => x[.., ..^1], [2, 2], [0, 1, 3, 4]),
        ["new dimension"] = (x => x[TensorIndex.None, 0], [1, 3], [0, 1, 2]),
        ["ellipsis"] = (x => x[TensorIndex.Ellipsis, 1], [2], [1, 4]),
        ["pair"] = (x => x[(0, 1)], [1, 3], [0, 1, 2]),
        ["slice object"] = (x => x[TensorIndex.Colon, TensorIndex.Slice(null, null, 2)], [2, 2], [0, 2, 3, 5]),
        ["indices"] = (x => x[TensorIndex.Tensor(torch.tensor(new long[] { 1, 1, 0 })), 2], [3], [5, 5, 2]),
        ["expand"] = (x => x[0].expand(2, 3), [2, 3], [0, 1, 2, 0, 1, 2]),
        ["squeeze"] = (x => x.unsqueeze(1).squeeze(), [2, 3], [0, 1, 2, 3, 4, 5]),
        ["repeat"] = (x => x[0].repeat(2), [6], [0, 1, 2, 0, 1, 2]),
        ["repeat_interleave"] = (x => x[0].repeat_interleave(2, 0), [6], [0, 0, 1, 1, 2, 2]),
        ["roll"] = (x => x.roll(1, 1), [2, 3], [2, 0, 1, 5, 3, 4]),
        ["triu"] = (x => x.triu(1), [2, 3], [0, 1, 2, 0, 0, 5]),
        ["tril"] = (x => x.tril(), [2, 3], [0, 0, 0, 3, 4, 0]),
        ["cat"] = (x => torch.cat([x, x], 0), [4, 3], [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5]),
        ["stack"] = (x => torch.stack([x[0], x[1]], 1), [3, 2], [0, 3, 1, 4, 2, 5]),
        ["masked_fill"] = (x => x.masked_fill(x > 3, -1), [2, 3], [0, 1, 2, 3, -1, -1]),
        ["masked_select"] = (x => x.masked_select(x > 3), [2], [4, 5]),
        ["where"] = (x => torch.where(x > 3, x, -x), [2, 3], [0, -1, -2, -3, 4, 5]),
        ["gather"] = (x => x.gather(1, torch.tensor(new long[,] { { 2 }, { 0 } })), [2, 1], [2, 3]),
        ["scatter"] = (x => x.scatter(1, torch.tensor(new long[,] { { 1 }, { 1 } }), -torch.ones(2, 1)), [2, 3],
            [0, -1, 2, 3, -1, 5]),
        ["cumsum"] = (x => x.cumsum(1), [2, 3], [0, 1, 3, 3, 7, 12]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Operation_OnTwoByThree_MovesElementsAsExpected(string name)
    {
        using var scope = torch.NewDisposeScope();
        var (view, shape, elements) = Cases[name];

        var actual = view(TwoByThree());

        Assert.Equal(shape, actual.shape);
        Assert.Equal(elements, actual.data<float>().ToArray());
    }

    [Fact]
    public void Pieces_OfUnevenLength_CoverTheDimension()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.arange(7);

        Assert.Equal([3, 3, 1], x.split(3).Select(piece => piece.numel()));
        Assert.Equal([2, 5], x.split([2, 5]).Select(piece => piece.numel()));
        Assert.Equal([3, 3, 1], x.chunk(3).Select(piece => piece.numel()));
        Assert.Equal(7, x.unbind().Length);
        Assert.Equal(2, TwoByThree().unbind(-2).Length);
    }

    [Fact]
    public void IndexerAssignment_OnPartOfATensor_WritesThere()
    {
        using var scope = torch.NewDisposeScope();
        var x = TwoByThree();

        x[0, 1..] = torch.tensor(new[] { 8f, 9f });

        Assert.Equal([0, 8, 9, 3, 4, 5], x.data<float>().ToArray());
    }

    [Fact]
    public void Strides_OfATransposedView_AreSwapped()
    {
        using var scope = torch.NewDisposeScope();
        var view = TwoByThree().t();

        Assert.Equal([1L, 3L], view.stride());
        Assert.Equal(3, view.size(-2));
        Assert.False(view.is_contiguous());
        Assert.True(view.contiguous().is_contiguous());
        Assert.Equal(5, TwoByThree()[1, 2].storage_offset());
    }

    [Fact]
    public void Size_DimensionThatIsNotThere_NamesTheShape()
    {
        using var scope = torch.NewDisposeScope();

        var failure = Assert.Throws<ArgumentOutOfRangeException>(() => TwoByThree().size(2));

        Assert.Contains("2 dimensions, [2, 3]", failure.Message, StringComparison.Ordinal);
    }

    private static Tensor TwoByThree() => torch.arange(6, dtype: torch.float32).view(2, 3);
}
