namespace Decentral.Storage.Leases;

/// <summary>How a hub leads a run, or waits to.</summary>
public sealed record HubLeaseOptions
{
    /// <summary>Below it, renewals would depend on the network's every pause.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(300);

    /// <summary>What the hub is called in messages.</summary>
    public string Holder { get; init; } = $"process {Environment.ProcessId} on {Environment.MachineName}";

    /// <summary>Where members reach the hub; empty where nobody does.</summary>
    public string Address { get; init; } = "";

    /// <summary>
    /// The longest that a hub which was killed or cut off keeps a standby waiting. All hubs of a run should have the
    /// same.
    /// </summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Wait for as long as another hub leads the run. Otherwise a hub that shows signs of life is a mistake to be told.
    /// </summary>
    public bool IsStandby { get; init; }

    /// <summary>Told, while waiting, whenever another hub or another term of it is seen; on any thread.</summary>
    public Action<LeaseHolder>? HolderSeen { get; init; }
}
