using System.Collections.Immutable;

namespace Decentral.Training.Protocol;

/// <summary>The pipeline that trains a worker's model has lost stages, and goes on. Said again for a while, with what is known since.</summary>
/// <param name="Worker">Whose model it is.</param>
/// <param name="Incarnation">Which life of the worker.</param>
/// <param name="Number">Which recovery in that life, from 1.</param>
/// <param name="Rung">Where the state of the lost stages came from: the worst of them.</param>
/// <param name="Stages">Those that were lost, as they were numbered until then; empty where nobody knows.</param>
/// <param name="StagesNow">How many there are now.</param>
/// <param name="UndoneSteps">Steps that are made again.</param>
/// <param name="Reason">In words.</param>
public sealed record StagesRecovered(
    WorkerId Worker,
    Incarnation Incarnation,
    long Number,
    RecoveryRung Rung,
    ImmutableArray<int> Stages,
    int StagesNow,
    long UndoneSteps,
    string Reason)
{
    /// <summary>What multiplies the learning rate of layers that were made from those beside them; 1 where none were.</summary>
    public double LearningRateScale { get; init; } = 1;

    /// <summary>What that did to the loss; null where nothing was made from what is beside it, or no step since.</summary>
    public LossChange? Loss { get; init; }
}
