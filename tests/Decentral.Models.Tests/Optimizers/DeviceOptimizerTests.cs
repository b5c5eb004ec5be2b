using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;

namespace Decentral.Models.Tests.Optimizers;

/// <summary>The optimizers of a device, their flat tensors placed on the CPU, against those over arenas.</summary>
public sealed class DeviceOptimizerTests
{
    private static readonly ArenaLayout Layout = new ArenaLayoutBuilder()
        .Add("tokens", [5, 7])
        .Add("layers.0.weight", [6, 9], 0)
        .Add("layers.0.bias", [6], 0)
        .Add("norm", [7])
        .Build();

    [Fact]
    public void Step_AdamW_FollowsTheArenas() => AssertFollows(new AdamWOptions { WeightDecay = 0.5 });

    [Theory]
    [InlineData(true, MuonScale.MatchAdamW)]
    [InlineData(false, MuonScale.Shape)]
    public void Step_Muon_FollowsTheArenas(bool nesterov, MuonScale scale) => AssertFollows(new MuonOptions
    {
        Nesterov = nesterov,
        Scale = scale,
        WeightDecay = 0.3,
        Blocks = _ => [4, 2],
        Others = new AdamWOptions { WeightDecay = 0.5 },
        OthersLearningRate = 0.5,
    });

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0.5)]
    public void Step_Lamb_FollowsTheArenas(double maxWeightNorm) =>
        AssertFollows(new LambOptions { WeightDecay = 0.5, MaxWeightNorm = maxWeightNorm });

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.9, false)]
    [InlineData(0.9, true)]
    public void Step_Sgd_FollowsTheArenas(double momentum, bool nesterov) =>
        AssertFollows(new SgdOptions { Momentum = momentum, Nesterov = nesterov, WeightDecay = 0.5 });

    private static void AssertFollows(InnerOptimizerOptions options)
    {
        var whole = FragmentPartition.Whole(Layout);
        var everything = new StateLayout(Layout, _ => true);
        using var host = new Run(Layout, options);
        using var device = options.CreateOn(torch.CPU, Layout);
        using var parameters = new DeviceValues(everything, torch.CPU);
        using var gradient = new DeviceValues(everything, torch.CPU);
        host.SetParameters();
        Copy(host.Parameters, parameters);

        for (var step = 1; step <= 5; step++)
        {
            host.SetGradients(step);
            Copy(host.Gradients, gradient);
            host.Step(0.05, 0.7);
            device.Step(parameters, gradient, 0.05, 0.7);
        }

        var (expected, actual) = (new float[whole.ElementCount], new float[whole.ElementCount]);
        host.Parameters.Read(whole, expected);
        parameters.Read(whole, actual, 0);
        AssertClose(expected, actual);
        foreach (var (state, values) in host.Optimizer.States.Zip([device.FirstMoment, device.SecondMoment]))
        {
            state.Read(whole, expected);
            values.Read(whole, actual, 0);
            AssertClose(expected, actual);
            Assert.Equal(state.Kept.Ranges, values.Kept.Ranges);
        }

        Assert.Equal(host.Optimizer.Steps, device.Steps);

        void Copy(Arena arena, DeviceValues values)
        {
            var packed = new float[whole.ElementCount];
            arena.Read(whole, packed);
            values.Write(whole, packed, 0);
        }
    }

    private static void AssertClose(float[] expected, float[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
}
