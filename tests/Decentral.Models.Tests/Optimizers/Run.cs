using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;

namespace Decentral.Models.Tests.Optimizers;

/// <summary>An inner optimizer with parameters and gradients of zeros.</summary>
internal sealed class Run(ArenaLayout layout, InnerOptimizerOptions options) : IDisposable
{
    internal InnerOptimizer Optimizer { get; } = options.Create(layout);

    internal Arena Parameters { get; } = new(layout);

    internal Arena Gradients { get; } = new(layout);

    public void Dispose()
    {
        Optimizer.Dispose();
        Parameters.Dispose();
        Gradients.Dispose();
    }

    internal void Fill(float value)
    {
        foreach (var entry in layout.Entries)
        {
            Parameters.Span(entry.Range).Fill(value);
        }
    }

    internal void SetParameters() => Set(Parameters, "parameters");

    internal void SetGradients(int step) => Set(Gradients, $"gradients {step}");

    internal void Step(double learningRate, double gradientScale = 1) =>
        Optimizer.Step(Parameters, Gradients, learningRate, gradientScale);

    private void Set(Arena arena, string name)
    {
        foreach (var entry in layout.Entries)
        {
            Values.Normal((int)entry.Range.Length, $"{name} of {entry.Name}").CopyTo(arena.Span(entry.Range));
        }
    }
}
