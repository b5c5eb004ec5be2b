namespace Decentral.Training.Jobs;

/// <summary>What a contribution holds, and in what form it travels.</summary>
public sealed record UpdateOptions
{
    /// <summary>What is sent.</summary>
    public UpdateKind Kind { get; init; } = UpdateKind.PseudoGradient;

    /// <summary>In what form.</summary>
    public CodecOptions Codec { get; init; } = new();
}
