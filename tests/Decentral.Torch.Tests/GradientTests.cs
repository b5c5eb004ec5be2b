using F = Decentral.Torch.torch.nn.functional;

namespace Decentral.Torch.Tests;

public sealed class GradientTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Unary = new()
    {
        ["abs"] = x => x.abs(),
        ["add"] = x => x + 2,
        ["clamp"] = x => x.clamp(0.6, 1.2),
        ["cos"] = x => x.cos(),
        ["cumsum"] = x => x.cumsum(0),
        ["div"] = x => x / 3,
        ["div from"] = x => 3 / x,
        ["erf"] = x => x.erf(),
        ["exp"] = x => x.exp(),
        ["expand"] = x => x.unsqueeze(0).expand(2, 2, 3),
        ["expm1"] = x => x.expm1(),
        ["flatten"] = x => x.flatten(),
        ["gather"] = x => x.gather(1, torch.tensor(new long[,] { { 2, 0 }, { 1, 1 } })),
        ["gelu erf"] = x => F.gelu(x),
        ["gelu tanh"] = x => F.gelu(x, GELU.Approximate.tanh),
        ["index"] = x => x[.., TensorIndex.Tensor(torch.tensor(new long[] { 2, 0, 2 }))],
        ["index_select"] = x => x.index_select(1, torch.tensor(new long[] { 1, 1, 2 })),
        ["log"] = x => x.log(),
        ["log1p"] = x => x.log1p(),
        ["log_softmax"] = x => F.log_softmax(x, -1),
        ["logsumexp"] = x => x.logsumexp(1),
        ["masked_fill"] = x => x.masked_fill(torch.tensor(new[] { true, false, true }), 7),
        ["max of dim"] = x => x.max(1).values,
        ["mean"] = x => x.mean(),
        ["mean of dims"] = x => x.mean([0], keepdim: true),
        ["mul"] = x => x * 1.5,
        ["narrow"] = x => x.narrow(1, 1, 2),
        ["neg"] = x => -x,
        ["norm"] = x => x.norm(),
        ["norm of dim"] = x => x.norm(1),
        ["permute"] = x => x.permute(1, 0),
        ["pow"] = x => x.pow(2.5),
        ["reciprocal"] = x => x.reciprocal(),
        ["relu"] = x => (x - 1).relu(),
        ["repeat"] = x => x.repeat(2, 1),
        ["repeat_interleave"] = x => x.repeat_interleave(2, 0),
        ["reshape"] = x => x.t().reshape(2, 3),
        ["roll"] = x => x.roll(1, 1),
        ["rsqrt"] = x => x.rsqrt(),
        ["scaled"] = x => x.add(x, 3),
        ["select"] = x => x.select(0, 1),
        ["sigmoid"] = x => x.sigmoid(),
        ["silu"] = x => F.silu(x),
        ["sin"] = x => x.sin(),
        ["slice"] = x => x[.., 0..2],
        ["softmax"] = x => F.softmax(x, -1),
        ["split"] = x => x.split(2, 1)[0] * x.split(2, 1)[1],
        ["sqrt"] = x => x.sqrt(),
        ["square"] = x => x.square(),
        ["squeeze"] = x => x.unsqueeze(1).squeeze(1),
        ["sub from"] = x => 1 - x,
        ["sum of dim"] = x => x.sum(dim: 0),
        ["tanh"] = x => x.tanh(),
        ["to"] = x => x.to(torch.float64, torch.CPU, copy: true),
        ["topk"] = x => x.topk(2).values,
        ["transpose"] = x => x.transpose(0, 1),
        ["tril"] = x => x.tril(),
        ["triu"] = x => x.triu(1),
        ["unbind"] = x => x.unbind(1)[1],
        ["var"] = x => x.var(1),
        ["view"] = x => x.view(3, 2),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> Binary = new()
    {
        ["add"] = (x, y) => x + y,
        ["bmm"] = (x, y) => x.unsqueeze(0).bmm(y.t().unsqueeze(0)),
        ["cat"] = (x, y) => torch.cat([x, y], 1),
        ["div"] = (x, y) => x / y,
        ["dot"] = (x, y) => x.flatten().dot(y.flatten()),
        ["matmul"] = (x, y) => x.matmul(y.t()),
        ["maximum"] = torch.maximum,
        ["minimum"] = torch.minimum,
        ["mm"] = (x, y) => x.mm(y.t()),
        ["mul"] = (x, y) => x * y,
        ["outer"] = (x, y) => x.flatten().outer(y.flatten()),
        ["pow"] = (x, y) => x.pow(y),
        ["scatter_add"] = (x, y) => x.scatter_add(1, torch.tensor(new long[,] { { 0, 0, 2 }, { 1, 1, 1 } }), y),
        ["stack"] = (x, y) => torch.stack([x, y]),
        ["sub"] = (x, y) => x - y,
        ["where"] = (x, y) => torch.where(x.detach() > y.detach(), x, y),
    };

    public static TheoryData<string> UnaryNames => [.. Unary.Keys];

    public static TheoryData<string> BinaryNames => [.. Binary.Keys];

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void Backward_UnaryOperation_EqualsFiniteDifferences(string name)
    {
        using var scope = torch.NewDisposeScope();

        FiniteDifferences.AssertGradients(x => Unary[name](x[0]), Matrix(0.3, 1.7, 0.9, 1.1, 0.5, 1.4));
    }

    [Theory]
    [MemberData(nameof(BinaryNames))]
    public void Backward_BinaryOperation_EqualsFiniteDifferences(string name)
    {
        using var scope = torch.NewDisposeScope();

        FiniteDifferences.AssertGradients(
            x => Binary[name](x[0], x[1]), Matrix(0.3, 1.7, 0.9, 1.1, 0.5, 1.4), Matrix(0.8, 0.6, 1.9, 0.7, 1.3, 0.4));
    }

    [Fact]
    public void Backward_Linear_EqualsFiniteDifferences()
    {
        using var scope = torch.NewDisposeScope();

        FiniteDifferences.AssertGradients(
            x => F.linear(x[0], x[1], x[2]), Random(2, 2, 3), Random(4, 3), Random(4));
    }

    [Fact]
    public void Backward_Addmm_EqualsFiniteDifferences()
    {
        using var scope = torch.NewDisposeScope();

        FiniteDifferences.AssertGradients(
            x => x[0].addmm(x[1], x[2], beta: 0.5f, alpha: 2), Random(2, 4), Random(2, 3), Random(3, 4));
    }

    [Fact]
    public void Backward_LayerNorm_EqualsFiniteDifferences()
    {
        using var scope = torch.NewDisposeScope();

        FiniteDifferences.AssertGradients(x => F.layer_norm(x[0], [4], x[1], x[2]), Random(3, 4), Random(4), Random(4));
    }

    [Fact]
    public void Backward_Embedding_AddsTheRowsOfRepeatedIndices()
    {
        using var scope = torch.NewDisposeScope();

        FiniteDifferences.AssertGradients(
            x => TorchSeam.Embedding(x[0], torch.tensor(new long[,] { { 1, 1 }, { 0, 1 } })), Random(3, 2));
    }

    [Theory]
    [InlineData(nn.Reduction.Mean, 0.0)]
    [InlineData(nn.Reduction.Sum, 0.1)]
    public void Backward_CrossEntropy_EqualsFiniteDifferences(nn.Reduction reduction, double smoothing)
    {
        using var scope = torch.NewDisposeScope();
        var classes = torch.tensor(new long[] { 2, -100, 0 });

        FiniteDifferences.AssertGradients(
            x => F.cross_entropy(x[0], classes, reduction: reduction, label_smoothing: smoothing), Random(3, 4));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Backward_Attention_EqualsFiniteDifferences(bool causal)
    {
        using var scope = torch.NewDisposeScope();

        FiniteDifferences.AssertGradients(
            x => F.scaled_dot_product_attention(x[0], x[1], x[2], is_casual: causal),
            Random(1, 2, 3, 2), Random(1, 2, 3, 2), Random(1, 2, 3, 2));
    }

    private static Tensor Matrix(params double[] values) => torch.tensor(values, 2, 3);

    private static Tensor Random(params long[] shape) => Numbers.Between(-1, 1, seed: 5, shape).to(torch.float64);
}
