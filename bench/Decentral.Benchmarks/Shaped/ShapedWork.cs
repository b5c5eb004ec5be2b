using System.Diagnostics;
using System.Globalization;

namespace Decentral.Benchmarks.Shaped;

/// <summary>What each node trains, whoever trains it.</summary>
/// <param name="StepsPerRound">H.</param>
internal sealed record ShapedWork(int StepsPerRound)
{
    /// <summary>Layers of the decoder, and the most fragments that it can be synchronised in.</summary>
    public const int Layers = 4;

    public const int Width = 128;
    public const int Heads = 4;
    public const int Context = 128;
    public const int Vocabulary = 256;

    /// <summary>Sequences of a step of a node.</summary>
    public const int Batch = 4;

    /// <summary>Small, since nodes fetch it before they take part.</summary>
    public const int TextBytes = 1 << 18;

    private const int Endless = 100_000_000;

    /// <summary>In words, for a table's heading.</summary>
    public string Description => $"{Layers} layers of width {Width}, {Batch} x {Context} tokens a step of a node, H = {StepsPerRound}";

    /// <summary>As many steps go by while a fragment is under way as there are from one fragment to the next.</summary>
    public int Overlap => StepsPerRound / Layers;

    /// <summary>A job of one worker, of which nothing is sent: its rounds are there to be counted.</summary>
    public static string JobAlone => Job(workers: 1, "diloco", "every: 50");

    /// <summary>A job.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="nodes">How many train it, with a worker each.</param>
    public string JobOf(ShapedMethod method, int nodes) => method switch
    {
        ShapedMethod.StreamingDiloco => Job(
            nodes, "streaming-diloco", $"every: {StepsPerRound}, fragments: {Layers}, overlap: {Overlap}"),
        ShapedMethod.Diloco => Job(nodes, "diloco", $"every: {StepsPerRound}"),
        ShapedMethod.Ddp => throw new ArgumentException("PyTorch trains it, without a job.", nameof(method)),
        _ => throw new UnreachableException(),
    };

    /// <summary>How many commits it takes until each part of the parameters was synchronised once.</summary>
    public static int FragmentsOf(ShapedMethod method) => method == ShapedMethod.StreamingDiloco ? Layers : 1;

    // No snapshots: the other side has none either.
    private static string Job(int workers, string method, string sync) => string.Create(CultureInfo.InvariantCulture, $$"""
        name: shaped
        model: { layers: {{Layers}}, width: {{Width}}, heads: {{Heads}}, context: {{Context}} }
        data: { source: text.bin, format: bytes, heldOut: 0 }
        workers: {{workers}}
        method: {{method}}
        inner: { batch: {{Batch}}, steps: {{Endless}}, schedule: constant, learningRate: 1e-4 }
        sync: { {{sync}} }
        snapshots: { every: 24h }
        sample: { tokens: 0 }
        compute: { device: cpu, threads: 1, lanes: 1 }
        """);
}
