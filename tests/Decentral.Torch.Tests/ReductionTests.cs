using F = Decentral.Torch.torch.nn.functional;

namespace Decentral.Torch.Tests;

public sealed class ReductionTests
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor> Operation, double[] Expected)> Table = new()
    {
        ["sum"] = (x => x.sum(), [9]),
        ["sum of dim"] = (x => x.sum(1), [6, 3]),
        ["sum of dims"] = (x => x.sum([0, 1]), [9]),
        ["mean"] = (x => x.mean(), [1.5]),
        ["mean of dim"] = (x => x.mean([0], keepdim: true), [2.5, -0.5, 2.5]),
        ["max"] = (x => x.max(), [5]),
        ["min"] = (x => x.min(), [-3]),
        ["max of dim"] = (x => x.max(1).values, [4, 5]),
        ["min of dim"] = (x => x.min(1).values, [0, -3]),
        ["var"] = (x => x.var(1), [4, 16]),
        ["var, biased"] = (x => x.var([1], unbiased: false), [8.0 / 3, 32.0 / 3]),
        ["norm"] = (x => x.norm(), [Math.Sqrt(55)]),
        ["norm of dim, p = 1"] = (x => x.norm(1, p: 1), [6, 9]),
        ["logsumexp"] = (x => x.exp().log().logsumexp(1),
            [Math.Log(Math.Exp(4) + Math.Exp(2) + 1), Math.Log(Math.Exp(1) + Math.Exp(-3) + Math.Exp(5))]),
        ["softmax"] = (x => F.softmax(x, 1).sum(1), [1, 1]),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Operation_OnTwoByThree_EqualsClosedForm(string name)
    {
        using var scope = torch.NewDisposeScope();
        var (operation, expected) = Table[name];

        var actual = operation(TwoByThree()).data<double>().ToArray();

        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-12);
        }
    }

    [Fact]
    public void Positions_OfExtremes_AreFound()
    {
        using var scope = torch.NewDisposeScope();
        var x = TwoByThree();

        Assert.Equal(5, x.argmax().item<long>());
        Assert.Equal(4, x.argmin().item<long>());
        Assert.Equal([0L, 2L], x.argmax(1).data<long>().ToArray());
        Assert.Equal([2L, 1L], x.argmin(1).data<long>().ToArray());
        Assert.Equal([0L, 2L], x.max(1).indexes.data<long>().ToArray());
        Assert.Equal([[0L, 1L], [2L, 0L]], x.topk(2).indexes.data<long>().ToArray().Chunk(2));
        Assert.Equal([2L, 1L, 0L, 1L, 0L, 2L], x.sort().Indices.data<long>().ToArray());
        Assert.Equal([5.0, 1.0, -3.0], x[1].sort(descending: true).Values.data<double>().ToArray());
    }

    [Fact]
    public void Truth_OfAllAndAny_IsFolded()
    {
        using var scope = torch.NewDisposeScope();
        var x = TwoByThree();

        Assert.False((bool)(x > 0).all());
        Assert.True((bool)(x > 4).any());
        Assert.False((bool)(x > 5).any());
    }

    [Fact]
    public void CrossEntropy_OfUniformLogits_IsTheLogOfTheClasses()
    {
        using var scope = torch.NewDisposeScope();

        var loss = F.cross_entropy(torch.zeros(2, 10), torch.tensor(new long[] { 3, 9 }));

        Assert.Equal(Math.Log(10), (double)loss, 1e-6);
    }

    [Fact]
    public void Multinomial_OneCertainClass_DrawsIt()
    {
        using var scope = torch.NewDisposeScope();

        var drawn = torch.multinomial(torch.tensor(new[] { 0f, 0f, 1f }), 4, replacement: true);

        Assert.Equal([2L, 2L, 2L, 2L], drawn.data<long>().ToArray());
    }

    private static Tensor TwoByThree() => torch.tensor(new double[,] { { 4, 2, 0 }, { 1, -3, 5 } });
}
