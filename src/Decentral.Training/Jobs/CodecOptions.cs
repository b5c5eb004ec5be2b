namespace Decentral.Training.Jobs;

/// <summary>The form in which contributions go up to a shard and what it publishes comes down.</summary>
public sealed record CodecOptions
{
    /// <summary>From worker to shard.</summary>
    public CodecKind Up { get; init; } = CodecKind.Fp32;

    /// <summary>From shard to workers.</summary>
    public CodecKind Down { get; init; } = CodecKind.Fp32;
}
