using F = Decentral.Torch.torch.nn.functional;

namespace Decentral.Torch.Tests;

public sealed class PointwiseTests
{
    private static readonly double[] Values = [-1.5, -0.25, 0.5, 2];

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Apply, Func<double, double> Formula)> Cases = new()
    {
        ["abs"] = (x => x.abs(), Math.Abs),
        ["ceil"] = (x => x.ceil(), Math.Ceiling),
        ["clamp"] = (x => x.clamp(-1, 1), x => Math.Clamp(x, -1, 1)),
        ["clamp from below"] = (x => x.clamp(min: 0), x => Math.Max(x, 0)),
        ["cos"] = (x => x.cos(), Math.Cos),
        ["exp"] = (x => x.exp(), Math.Exp),
        ["expm1"] = (x => x.expm1(), x => Math.Exp(x) - 1),
        ["floor"] = (x => x.floor(), Math.Floor),
        ["gelu tanh"] = (x => x.gelu(GELU.Approximate.tanh), GeluByTanh),
        ["log"] = (x => x.abs().log(), x => Math.Log(Math.Abs(x))),
        ["log1p"] = (x => x.abs().log1p(), x => Math.Log(1 + Math.Abs(x))),
        ["neg"] = (x => -x, x => -x),
        ["pow"] = (x => x.pow(3), x => x * x * x),
        ["reciprocal"] = (x => x.reciprocal(), x => 1 / x),
        ["relu"] = (x => F.relu(x), x => Math.Max(x, 0)),
        ["remainder"] = (x => x % 0.75, x => x - (0.75 * Math.Floor(x / 0.75))),
        ["round"] = (x => x.round(), x => Math.Round(x)),
        ["rsqrt"] = (x => x.abs().rsqrt(), x => 1 / Math.Sqrt(Math.Abs(x))),
        ["sigmoid"] = (x => torch.sigmoid(x), Sigmoid),
        ["sign"] = (x => x.sign(), x => Math.Sign(x)),
        ["silu"] = (x => F.silu(x), x => x * Sigmoid(x)),
        ["sin"] = (x => x.sin(), Math.Sin),
        ["sqrt"] = (x => x.abs().sqrt(), x => Math.Sqrt(Math.Abs(x))),
        ["square"] = (x => torch.square(x), x => x * x),
        ["subtract from"] = (x => 3 - x, x => 3 - x),
        ["divide from"] = (x => 3 / x, x => 3 / x),
        ["tanh"] = (x => x.tanh(), Math.Tanh),
        ["in place"] = (x => x.add_(2).mul_(3).sub_(1).div_(4), x => (((x + 2) * 3) - 1) / 4),
        ["in place unary"] = (x => x.exp_().sqrt_().neg_(), x => -Math.Sqrt(Math.Exp(x))),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Operation_Elementwise_EqualsClosedForm(string name)
    {
        using var scope = torch.NewDisposeScope();
        var (operation, expected) = Cases[name];

        var actual = operation(torch.tensor(Values)).data<double>().ToArray();

        for (var i = 0; i < Values.Length; i++)
        {
            Assert.Equal(expected(Values[i]), actual[i], 1e-12);
        }
    }

    [Fact]
    public void Comparisons_AgainstTensorAndNumber_GiveTruthOfEachElement()
    {
        using var scope = torch.NewDisposeScope();
        var (x, y) = (torch.tensor(new[] { 1f, 2f, 3f }), torch.tensor(new[] { 3f, 2f, 1f }));

        Assert.Equal([true, false, false], (x < y).data<bool>().ToArray());
        Assert.Equal([true, true, false], (x <= y).data<bool>().ToArray());
        Assert.Equal([false, false, true], (x > 2).data<bool>().ToArray());
        Assert.Equal([false, true, true], (x >= 2).data<bool>().ToArray());
        Assert.Equal([false, true, false], (x == y).data<bool>().ToArray());
        Assert.Equal([true, false, true], (x != 2).data<bool>().ToArray());
        Assert.Equal([false, true, false], (x >= 2 & x <= y).data<bool>().ToArray());
        Assert.Equal([true, false, true], (~(x == y)).data<bool>().ToArray());
        Assert.True(x.Equals(x.clone()) && !x.Equals(y) && x.allclose(x + 1e-9));
    }

    [Fact]
    public void NonFinite_Elements_AreFound()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.tensor(new[] { 1f, float.NaN, float.PositiveInfinity });

        Assert.Equal([true, false, false], x.isfinite().data<bool>().ToArray());
        Assert.Equal([false, true, false], x.isnan().data<bool>().ToArray());
        Assert.Equal([false, false, true], x.isinf().data<bool>().ToArray());
    }

    [Fact]
    public void Fused_UpdatesInPlace_FollowTheirFormulas()
    {
        using var scope = torch.NewDisposeScope();
        var (a, b) = (torch.tensor(new[] { 2.0, 3.0 }), torch.tensor(new[] { 4.0, 5.0 }));

        Assert.Equal([25.0, 46.0], (torch.ones([2], torch.float64) + 0).addcmul_(a, b, 3).data<double>().ToArray());
        Assert.Equal([2.0, 2.2], (torch.ones([2], torch.float64) + 0).addcdiv_(a, b, 2).data<double>().ToArray());
        Assert.Equal([3.0, 4.0], a.clone().lerp_(b, torch.tensor(0.5)).data<double>().ToArray());
    }

    [Fact]
    public void WholeNumberScalar_OnWholeTensor_KeepsTheType()
    {
        using var scope = torch.NewDisposeScope();
        var whole = torch.tensor(new long[] { 1, 2 });

        Assert.Equal(torch.int64, (whole * 2).dtype);
        Assert.Equal(torch.float32, (whole * 2.0).dtype);
        Assert.Equal(torch.float64, (whole.@double() * 2).dtype);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double GeluByTanh(double x) =>
        0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))));
}
