namespace Decentral.Training.Jobs;

/// <summary>
/// What this process computes with. The number of lanes never changes a result; the threads of a lane do.
/// </summary>
public sealed record ComputeOptions
{
    /// <summary>Where the tensors live.</summary>
    public DeviceKind Device { get; init; } = DeviceKind.Auto;

    /// <summary>
    /// Workers that compute at one time; null: cores divided by <see cref="Threads"/>, at most one a worker.
    /// </summary>
    public int? Lanes { get; init; }

    /// <summary>Intra-op threads of a lane; null: 1, and for a worker alone all cores.</summary>
    public int? Threads { get; init; }
}
