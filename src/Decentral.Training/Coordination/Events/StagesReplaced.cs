using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>Stages of a worker's pipeline were lost, and others have taken their places.</summary>
/// <param name="Worker">Whose model it is.</param>
/// <param name="Number">Which recovery in the worker's present life, from 1.</param>
/// <param name="Rung">Where the state of the lost stages came from: the worst of them.</param>
/// <param name="Stages">Those that were lost, as they were numbered until then; empty where nobody knows.</param>
/// <param name="StagesNow">How many there are now.</param>
/// <param name="UndoneSteps">Steps that are made again.</param>
/// <param name="Reason">In words.</param>
public sealed record StagesReplaced(
    WorkerId Worker,
    long Number,
    [property: JsonConverter(typeof(JsonStringEnumConverter<RecoveryRung>))] RecoveryRung Rung,
    ImmutableArray<int> Stages,
    int StagesNow,
    long UndoneSteps,
    string Reason) : CoordinatorEvent
{
    /// <summary>What multiplies the learning rate of layers that were made from those beside them; 1 where none were.</summary>
    public double LearningRateScale { get; init; } = 1;

    /// <summary>What was lost, in words.</summary>
    [JsonIgnore]
    public string Part => Stages.Length switch
    {
        0 => $"the pipeline of {Worker}",
        1 => $"stage {Stages[0]} of {Worker}",
        _ => $"stages {string.Join(", ", Stages.SkipLast(1))} and {Stages[^1]} of {Worker}",
    };

    /// <summary>Where it came from again, by the rungs of docs/architecture.md, and at what cost.</summary>
    [JsonIgnore]
    public string Source => string.Create(
        CultureInfo.InvariantCulture, $"{Origin}, {Again}; there {(StagesNow == 1 ? "is 1 stage" : $"are {StagesNow} stages")} now");

    private string Again => UndoneSteps switch
    {
        0 => "no step is made again",
        1 => "1 step is made again",
        _ => string.Create(CultureInfo.InvariantCulture, $"{UndoneSteps} steps are made again"),
    };

    private string Origin => Rung switch
    {
        RecoveryRung.Replica => "with what others have of it (rung 1)",
        RecoveryRung.BuddyCopy => "from its buddy's copy (rung 2)",
        RecoveryRung.Parity => "from the parity of its group (rung 2)",
        RecoveryRung.Neighbours => string.Create(
            CultureInfo.InvariantCulture,
            $"from the layers beside it, which is approximate (rung 3), at {LearningRateScale:0.##} times the learning rate"),
        RecoveryRung.DurableSnapshot => "from the newest snapshot (rung 4)",
        RecoveryRung.Nothing => "from nothing",
        _ => throw new UnreachableException(),
    };
}
