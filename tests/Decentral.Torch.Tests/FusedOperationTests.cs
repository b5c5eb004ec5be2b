using System.Runtime.InteropServices;

namespace Decentral.Torch.Tests;

/// <summary>Each fused operation in float32 against its composed form in float64, values and gradients.</summary>
[Collection(nameof(ProcessWide))]
public sealed class FusedOperationTests
{
    private const double Tolerance = 2e-5;

    public static TheoryData<long, long, long, long, bool> AttentionShapes => new()
    {
        { 1, 1, 1, 1, false },
        { 7, 2, 2, 4, false },
        { 48, 1, 1, 16, true },
        { 50, 4, 2, 6, true },
        { 128, 4, 4, 32, false },
        { 130, 6, 2, 20, true },
    };

    public static TheoryData<string> Levels => ["level_v2", "level_v3", "level_v4", "level_base"];

    [Theory]
    [MemberData(nameof(AttentionShapes))]
    public void CausalAttention_AnyShape_EqualsComposed(long tokens, long heads, long kvHeads, long width, bool rotary)
    {
        using var scope = torch.NewDisposeScope();
        var cos = rotary ? Numbers.Between(-1, 1, 3, tokens, width / 2) : null;
        var sin = rotary ? Numbers.Between(-1, 1, 4, tokens, width / 2) : null;

        AssertEqual(
            x => Fused.CausalAttention(x[0], heads, kvHeads, cos, sin),
            x => Composed.CausalAttention(x[0], heads, kvHeads, cos?.@double(), sin?.@double()),
            Numbers.Between(-2, 2, 1, 2, tokens, (heads + (2 * kvHeads)) * width));
    }

    [Fact]
    public void CausalAttention_LaterToken_ChangesNoEarlierResult()
    {
        using var scope = torch.NewDisposeScope();
        var qkv = Numbers.Between(-1, 1, 1, 1, 60, 24);
        var changed = qkv.clone();
        changed[0, 57] = torch.full([24], 1e4);

        var before = Fused.CausalAttention(qkv, 2, 2, null, null)[.., 0..57].data<float>().ToArray();
        var after = Fused.CausalAttention(changed, 2, 2, null, null)[.., 0..57].data<float>().ToArray();

        Assert.Equal(before, after);
    }

    [Theory]
    [InlineData(1, 3, 5)]
    [InlineData(40, 32, 256)]
    [InlineData(600, 16, 9000)]
    public void LinearCrossEntropy_AnyShape_EqualsComposed(long rows, long width, long classes)
    {
        using var scope = torch.NewDisposeScope();
        var targets = Targets(rows, classes);

        foreach (var reduction in new[] { nn.Reduction.Mean, nn.Reduction.Sum })
        {
            AssertEqual(
                x => Fused.LinearCrossEntropy(x[0], x[1], targets, -100, reduction),
                x => Composed.LinearCrossEntropy(x[0], x[1], targets, -100, reduction),
                Numbers.Between(-1, 1, 1, rows, width), Numbers.Between(-1, 1, 2, classes, width));
        }
    }

    [Fact]
    public void LinearCrossEntropy_IgnoredTargets_CountForNothing()
    {
        using var scope = torch.NewDisposeScope();
        var targets = torch.tensor(new long[,] { { 1, 7 }, { 7, 3 } });

        AssertEqual(
            x => Fused.LinearCrossEntropy(x[0], x[1], targets, 7, nn.Reduction.Mean),
            x => Composed.LinearCrossEntropy(x[0], x[1], targets, 7),
            Numbers.Between(-1, 1, 1, 2, 2, 6), Numbers.Between(-1, 1, 2, 5, 6));
    }

    [Fact]
    public void LinearCrossEntropy_WithoutGradients_GivesTheSameLoss()
    {
        using var scope = torch.NewDisposeScope();
        var (hidden, weight) = (Numbers.Between(-1, 1, 1, 20, 8), Numbers.Between(-1, 1, 2, 30, 8).requires_grad_());
        var targets = Targets(20, 30);
        var recorded = Fused.LinearCrossEntropy(hidden, weight, targets, -100, nn.Reduction.Mean);

        using var unrecorded = torch.no_grad();
        var plain = Fused.LinearCrossEntropy(hidden, weight, targets, -100, nn.Reduction.Mean);

        Assert.Equal(recorded.item<float>(), plain.item<float>());
        Assert.False(plain.requires_grad);
    }

    [Fact]
    public void LinearCrossEntropy_TargetBeyondClasses_NamesTheRange()
    {
        using var scope = torch.NewDisposeScope();

        var failure = Assert.Throws<ExternalException>(() => TorchSeam.LinearCrossEntropy(
            torch.ones(2, 3), torch.ones(4, 3), torch.tensor(new long[] { 1, 4 })));

        Assert.StartsWith("targets must be below 4", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BiasGelu_WithAndWithoutBias_EqualsComposed(bool biased)
    {
        using var scope = torch.NewDisposeScope();

        AssertEqual(
            x => Fused.BiasGelu(x[0], biased ? x[1] : null),
            x => Composed.BiasGelu(x[0], biased ? x[1] : null),
            biased ? [Numbers.Between(-9, 9, 1, 300, 37), Numbers.Between(-1, 1, 2, 37)]
                : [Numbers.Between(-9, 9, 1, 300, 37)]);
    }

    [Fact]
    public void SwiGlu_PackedRows_EqualsComposed()
    {
        using var scope = torch.NewDisposeScope();

        AssertEqual(x => Fused.SwiGlu(x[0]), x => Composed.SwiGlu(x[0]), Numbers.Between(-9, 9, 1, 3, 100, 46));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void AddNorm_EitherNorm_EqualsComposed(bool centred, bool biased)
    {
        using var scope = torch.NewDisposeScope();
        Tensor[] inputs =
        [
            Numbers.Between(-2, 3, 1, 300, 37), Numbers.Between(-2, 2, 2, 300, 37), Numbers.Between(0.5, 2, 3, 37),
            .. biased ? [Numbers.Between(-1, 1, 4, 37)] : Array.Empty<Tensor>(),
        ];

        AssertEqual(
            x => Both(Fused.AddNorm(x[0], x[1], x[2], biased ? x[3] : null, centred, 1e-5)),
            x => Both(centred
                ? Composed.AddLayerNorm(x[0], x[1], x[2], biased ? x[3] : null, 1e-5)
                : Composed.AddRmsNorm(x[0], x[1], x[2], 1e-5)),
            inputs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AddNorm_OnlyOneResultUsed_EqualsComposed(bool sumUsed)
    {
        using var scope = torch.NewDisposeScope();
        var (x, residual) = (Numbers.Between(-2, 3, 1, 4, 8), Numbers.Between(-2, 2, 2, 4, 8));
        Tensor Pick((Tensor Sum, Tensor Normed) pair, Tensor weight) => sumUsed ? pair.Sum + (weight * 0) : pair.Normed;

        AssertEqual(
            t => Pick(TorchSeam.AddRmsNorm(t[0], t[1], t[2], 1e-5), t[2]),
            t => Pick(Composed.AddRmsNorm(t[0], t[1], t[2], 1e-5), t[2]),
            x, residual, Numbers.Between(0, 2, 3, 8));
    }

    [Fact]
    public void LayerNorm_Alone_EqualsComposed()
    {
        using var scope = torch.NewDisposeScope();

        AssertEqual(
            x => TorchSeam.LayerNorm(x[0], x[1], x[2], 1e-5),
            x => Composed.LayerNorm(x[0], x[1], x[2], 1e-5),
            Numbers.Between(-2, 3, 1, 2, 5, 128), Numbers.Between(0, 2, 3, 128), Numbers.Between(-1, 1, 4, 128));
    }

    [Fact]
    public void RmsNorm_Alone_EqualsComposed()
    {
        using var scope = torch.NewDisposeScope();

        AssertEqual(
            x => TorchSeam.RmsNorm(x[0], x[1], 1e-6),
            x => Composed.RmsNorm(x[0], x[1], 1e-6),
            Numbers.Between(-2, 3, 1, 2, 5, 20), Numbers.Between(0, 2, 3, 20));
    }

    [Fact]
    public void Seam_Float64Input_TakesTheComposedForm()
    {
        using var scope = torch.NewDisposeScope();
        var x = Numbers.Between(-1, 1, 1, 2, 6).@double();

        Assert.Equal(torch.float64, TorchSeam.SwiGlu(x).dtype);
        Assert.Throws<ExternalException>(() => Fused.SwiGlu(x));
    }

    [Fact]
    public void Backward_SecondDerivative_IsRefused()
    {
        using var scope = torch.NewDisposeScope();
        var x = Numbers.Between(-1, 1, 1, 2, 6).requires_grad_();

        var failure = Assert.Throws<ExternalException>(
            () => torch.autograd.grad([Fused.SwiGlu(x).sum()], [x], create_graph: true));

        Assert.Contains("no second derivative", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CausalAttention_HeadsThatDoNotDivide_NamesThem()
    {
        using var scope = torch.NewDisposeScope();

        var failure = Assert.Throws<ExternalException>(
            () => TorchSeam.CausalAttention(torch.ones(1, 4, 24), heads: 4, kvHeads: 3));

        Assert.Equal("3 key and value heads do not divide 4 heads", failure.Message);
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Kernels_EveryLevelOfThisProcessor_EqualComposed(string level)
    {
        using var chosen = KernelLevel.Choose(level);
        using var scope = torch.NewDisposeScope();
        var targets = Targets(50, 33);

        AssertEqual(
            x => Fused.CausalAttention(x[0], 2, 1, null, null),
            x => Composed.CausalAttention(x[0], 2, 1),
            Numbers.Between(-2, 2, 1, 1, 70, 4 * 20));
        AssertEqual(
            x => Fused.LinearCrossEntropy(Fused.BiasGelu(x[0], null), x[1], targets, -100, nn.Reduction.Mean),
            x => Composed.LinearCrossEntropy(Composed.BiasGelu(x[0], null), x[1], targets),
            Numbers.Between(-3, 3, 1, 50, 19), Numbers.Between(-1, 1, 2, 33, 19));
        AssertEqual(
            x => Fused.SwiGlu(Both(Fused.AddNorm(x[0], x[1], x[2], null, centred: true, 1e-5))),
            x => Composed.SwiGlu(Both(Composed.AddLayerNorm(x[0], x[1], x[2], null, 1e-5))),
            Numbers.Between(-3, 3, 1, 9, 22), Numbers.Between(-1, 1, 2, 9, 22), Numbers.Between(0, 2, 3, 22));
    }

    [Fact]
    public void Backward_RepeatedAndOnMoreThreads_GivesTheSameBits()
    {
        var once = AttentionGradient(threads: 1);
        var again = AttentionGradient(threads: 1);
        var spread = AttentionGradient(threads: 2);

        Assert.Equal(once, again);
        Assert.Equal(once, spread);
    }

    private static float[] AttentionGradient(int threads)
    {
        using var scope = torch.NewDisposeScope();
        TorchSeam.SetLaneThreads(threads);
        var qkv = Numbers.Between(-1, 1, 1, 3, 65, 4 * 16).requires_grad_();
        var weight = Numbers.Between(0, 2, 3, 32);
        var attended = Fused.CausalAttention(qkv, 2, 1, null, null);
        Fused.AddNorm(attended, null, weight, null, centred: true, 1e-5)[0].square().sum().backward();
        TorchSeam.SetLaneThreads(1);
        return qkv.grad!.data<float>().ToArray();
    }

    private static Tensor Targets(long rows, long classes)
    {
        var random = new Random(11);
        var values = new long[rows];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = random.NextInt64(classes);
        }

        return torch.tensor(values);
    }

    private static Tensor Both(Tensor[] pair) => torch.cat(pair, -1);

    private static Tensor Both((Tensor Sum, Tensor Normed) pair) => torch.cat([pair.Sum, pair.Normed], -1);

    private static void AssertEqual(
        Func<Tensor[], Tensor> fused, Func<Tensor[], Tensor> composed, params Tensor[] inputs)
    {
        var narrow = Array.ConvertAll(inputs, input => input.clone().requires_grad_());
        var wide = Array.ConvertAll(inputs, input => input.@double().requires_grad_());
        var (actual, expected) = (fused(narrow), composed(wide));
        AssertClose("value", expected, actual);

        var upstream = Numbers.Between(-1, 1, 9, actual.shape);
        actual.backward([upstream]);
        expected.backward([upstream.@double()]);
        for (var i = 0; i < inputs.Length; i++)
        {
            AssertClose($"gradient of input {i}", wide[i].grad!, narrow[i].grad!);
        }
    }

    private static void AssertClose(string what, Tensor expected, Tensor actual)
    {
        var error = (actual.@double() - expected).abs().max().item<double>();
        var size = Math.Max(1, expected.abs().max().item<double>());
        Assert.True(error <= Tolerance * size, $"{what}: differs by {error}, values up to {size}");
    }
}
