using System.Globalization;

namespace Decentral.Benchmarks.Fleets;

/// <summary>What the processes of a fleet train: small numbers of parameters, or many.</summary>
/// <param name="Layers">Of the decoder.</param>
/// <param name="Width">Of the decoder.</param>
/// <param name="Context">Of the decoder.</param>
/// <param name="Batch">Sequences of a step.</param>
/// <param name="StepsPerRound">H.</param>
internal sealed record FleetShape(int Layers, int Width, int Context, int Batch, int StepsPerRound)
{
    /// <summary>More than any benchmark waits for: a run is stopped when enough has been seen.</summary>
    private const int Endless = 100_000_000;

    /// <summary>Tokens of a worker's round.</summary>
    public long TokensPerRound => (long)Batch * Context * StepsPerRound;

    /// <summary>In words, for a table's heading.</summary>
    public string Description => $"{Layers} layers of width {Width}, {Batch} x {Context} tokens a step, H = {StepsPerRound}";

    /// <summary>The job file.</summary>
    /// <param name="workers">With how many the run begins.</param>
    public string Job(int workers) => string.Create(CultureInfo.InvariantCulture, $$"""
        name: fleet
        model: { layers: {{Layers}}, width: {{Width}}, heads: 4, context: {{Context}} }
        data: { source: text.bin, format: bytes, heldOut: 0 }
        workers: {{workers}}
        method: diloco
        inner: { batch: {{Batch}}, steps: {{Endless}}, schedule: constant, learningRate: 1e-4 }
        sync: { every: {{StepsPerRound}} }
        sample: { tokens: 0 }
        compute: { device: cpu, threads: 1, lanes: 1 }
        """);
}
