namespace Decentral.Training.Jobs;

/// <summary>The form in which contributions go up to a shard and what it publishes comes down.</summary>
public sealed record CodecOptions
{
    /// <summary>From worker to shard.</summary>
    public CodecKind Up { get; init; } = CodecKind.Fp32;

    /// <summary>From shard to workers.</summary>
    public CodecKind Down { get; init; } = CodecKind.Fp32;

    /// <summary>Share of the values that top-k sends.</summary>
    public double Density { get; init; } = 1.0 / 64;

    /// <summary>
    /// Rounds over which the density falls from a quarter to <see cref="Density"/>, by factors of four; 0 for none.
    /// </summary>
    public int Warmup { get; init; }

    /// <summary>
    /// Share of what was kept back that is added to the next update (error feedback), 0 to 1; 1 forgets nothing.
    /// </summary>
    public double Feedback { get; init; } = 1;

    /// <summary>Whether updates go up as a top-k.</summary>
    internal bool IsSparse => IsTopK(Up);

    /// <summary>Whether top-k is among them.</summary>
    internal bool HasDensity => IsTopK(Up) || IsTopK(Down);

    private static bool IsTopK(CodecKind codec) => codec is CodecKind.TopK or CodecKind.TopKBf16 or CodecKind.TopKTwoBit;

    /// <summary>Whether a codec keeps so little of the values that the rest must be sent later.</summary>
    internal static bool KeepsBack(CodecKind codec) =>
        codec is CodecKind.TwoBit or CodecKind.Sign or CodecKind.TopK or CodecKind.TopKBf16 or CodecKind.TopKTwoBit;
}
