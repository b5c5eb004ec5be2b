using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;
using Decentral.Models.Safetensors;

namespace Decentral.Models.Tests.Oracles;

/// <summary>Ten steps against what PyTorch 1.13 computed in fp64 when optimizers.py was last run.</summary>
public sealed class OptimizerOracleTests : IDisposable
{
    private const double LearningRate = 0.02;

    private static readonly ArenaLayout Layout = new ArenaLayoutBuilder()
        .Add("tokens", [7, 6])
        .Add("layers.0.wide", [5, 11], 0)
        .Add("layers.0.tall", [12, 4], 0)
        .Add("layers.0.bias", [5], 0)
        .Build();

    private readonly SafetensorsFile _expected =
        SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "Oracles", "optimizers", "expected.safetensors"));

    [Theory]
    [InlineData("muon.match", MuonScale.MatchAdamW, true)]
    [InlineData("muon.shape", MuonScale.Shape, true)]
    [InlineData("muon.plain", MuonScale.MatchAdamW, false)]
    public void Muon_TenSteps_AgreesWithPyTorch(string run, MuonScale scale, bool nesterov) =>
        AssertAgrees(run, new MuonOptions { Scale = scale, Nesterov = nesterov }, tolerance: 2e-5);

    [Fact]
    public void Lamb_TenSteps_AgreesWithPyTorch() => AssertAgrees("lamb", new LambOptions(), tolerance: 1e-5);

    public void Dispose() => _expected.Dispose();

    private void AssertAgrees(string run, InnerOptimizerOptions options, double tolerance)
    {
        using var optimizer = options.Create(Layout);
        using var parameters = new Arena(Layout);
        using var gradients = new Arena(Layout);
        foreach (var entry in Layout.Entries)
        {
            Read($"start.{entry.Name}", 0, parameters.Span(entry.Range));
        }

        for (var step = 0; step < 10; step++)
        {
            foreach (var entry in Layout.Entries)
            {
                Read($"gradients.{entry.Name}", step * entry.Range.Length, gradients.Span(entry.Range));
            }

            optimizer.Step(parameters, gradients, LearningRate);
        }

        Assert.All(Layout.Entries, entry =>
        {
            var expected = new float[entry.Range.Length];
            Read($"{run}.{entry.Name}", 0, expected);
            var actual = parameters.Span(entry.Range).ToArray();
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        });
    }

    private void Read(string name, long start, Span<float> destination) =>
        _expected.ReadSingles(_expected[name], start, destination);
}
