namespace Decentral.Simulation.Faults;

/// <summary>What a drawn plan may do.</summary>
public enum FaultKind
{
    /// <summary>See <see cref="Faults.CrashNode"/>.</summary>
    CrashNode,

    /// <summary>See <see cref="Faults.FailActor"/>.</summary>
    FailActor,

    /// <summary>See <see cref="Faults.CutLink"/>.</summary>
    CutLink,

    /// <summary>See <see cref="Faults.IsolateNode"/>.</summary>
    IsolateNode,

    /// <summary>See <see cref="Faults.FillDisk"/>.</summary>
    FillDisk,

    /// <summary>See <see cref="Faults.SlowDevice"/>.</summary>
    SlowDevice,

    /// <summary>See <see cref="Faults.FreezeNode"/>.</summary>
    FreezeNode,
}
