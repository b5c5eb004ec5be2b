namespace Decentral.Training.Jobs;

/// <summary>What a contribution holds, and in what form it travels.</summary>
public sealed record UpdateOptions
{
    /// <summary>What is sent.</summary>
    public UpdateKind Kind { get; init; } = UpdateKind.PseudoGradient;

    /// <summary>Whether it belongs to a single step, after which all workers are alike.</summary>
    public bool IsOfOneStep => Kind is UpdateKind.Gradient or UpdateKind.Velocity or UpdateKind.Momentum;

    /// <summary>
    /// Share of the budget after which the variance is frozen, where the momentum is sent: from 0 to below 1.
    /// </summary>
    public double Freeze { get; init; } = 0.2;

    /// <summary>In what form.</summary>
    public CodecOptions Codec { get; init; } = new();
}
