namespace Decentral.Benchmarks.Failures;

/// <summary>What is done about a lost stage.</summary>
internal enum StrategyKind
{
    /// <summary>Nothing is ever lost.</summary>
    NoFailure,

    /// <summary>Nothing is ever lost, but now and then it is tried what would be if a stage were.</summary>
    Probed,

    /// <summary>All go back to the last checkpoint.</summary>
    Checkpoint,

    /// <summary>Each stage computes its neighbour's part too, and takes over (Bamboo): exact, nothing is undone.</summary>
    Redundant,

    /// <summary>All go back to the state whose copies are kept in memory, a step ago. Copies are sent while the next step is made.</summary>
    Buddy,

    /// <summary>The same, but each step waits until its copies are there.</summary>
    BuddyInStep,

    /// <summary>From the stages beside, by the norms of their gradients.</summary>
    CheckFree,

    /// <summary>The same, and the first and last stages from copies of those next to them.</summary>
    CheckFreePlus,

    /// <summary>From the stages beside, each counting half.</summary>
    PlainAverage,

    /// <summary>From the stage before alone.</summary>
    CopyPrevious,

    /// <summary>What a run starts from, drawn anew.</summary>
    Random,
}
