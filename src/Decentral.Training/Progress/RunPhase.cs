namespace Decentral.Training.Progress;

/// <summary>What a run is doing at this moment.</summary>
public enum RunPhase
{
    /// <summary>Reads the data, builds the model, recovers what an earlier start left.</summary>
    Preparing,

    /// <summary>Trains.</summary>
    Training,

    /// <summary>Was asked to stop and is finishing the step it is in, then saves.</summary>
    Stopping,

    /// <summary>Writes the model and the last snapshot.</summary>
    Saving,
}
