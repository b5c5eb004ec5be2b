namespace Decentral.Training.Coordination;

/// <summary>What follows when workers have measured and saved a version.</summary>
public enum DutyPurpose
{
    /// <summary>Nothing: the next round is under way.</summary>
    Checkpoint,

    /// <summary>The run is paused.</summary>
    Pause,

    /// <summary>The run is finished.</summary>
    Finish,
}
