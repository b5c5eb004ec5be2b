namespace Decentral.Cli.Joining;

/// <summary>What a machine's owner lends to a run, whatever the run would like.</summary>
internal sealed record NodePolicy
{
    /// <summary>When it takes part; null for always.</summary>
    public OpenHours? Hours { get; init; }

    /// <summary>Bytes of bulk data a second to the run at most; null for no limit.</summary>
    public long? Uplink { get; init; }

    /// <summary>Bytes of bulk data a second from the run at most; null for no limit.</summary>
    public long? Downlink { get; init; }

    /// <summary>Memory that a job may take; null for all of the machine's.</summary>
    public long? Memory { get; init; }

    /// <summary>Memory that a job may take here.</summary>
    public long MemoryHere => Math.Min(Memory ?? long.MaxValue, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
}
