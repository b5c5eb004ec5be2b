namespace Decentral.Training.Coordination;

/// <summary>What the coordinator is about.</summary>
public enum CoordinatorPhase
{
    /// <summary>Calls the roll: waits to learn who is there and which versions they hold.</summary>
    Gathering,

    /// <summary>A round is open.</summary>
    Training,

    /// <summary>Workers stop at their step boundaries and save.</summary>
    Stopping,

    /// <summary>The budget is used up; the last version is measured and saved.</summary>
    Finishing,

    /// <summary>The run is paused or finished.</summary>
    Ended,
}
