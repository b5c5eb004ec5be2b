using Decentral.Pipeline.Conducting;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;
using Decentral.Training.Snapshots;

namespace Decentral.Pipeline.Workers;

/// <summary>A worker's model that is trained in stages.</summary>
public sealed record PipelineModelOptions
{
    /// <summary>Whose model it is.</summary>
    public required WorkerId Worker { get; init; }

    /// <summary>Which life of the worker: its conductor reigns by it.</summary>
    public required Incarnation Incarnation { get; init; }

    /// <summary>Layers of the model.</summary>
    public required int Layers { get; init; }

    /// <summary>What the job says of stages.</summary>
    public required PipelineOptions Pipeline { get; init; }

    /// <summary>Microbatches of a step.</summary>
    public required int Microbatches { get; init; }

    /// <summary>Largest global norm of a gradient; 0 clips nothing.</summary>
    public double Clip { get; init; }

    /// <summary>Inputs of a sample.</summary>
    public required int Context { get; init; }

    /// <summary>The learning rate of a step by the tokens leased up to its end.</summary>
    public required Func<long, double> LearningRate { get; init; }

    /// <summary>Held-out samples that go through a stage at once.</summary>
    public int EvaluationBatch { get; init; } = 8;

    /// <summary>Where the stages save.</summary>
    public required ISnapshotStore Snapshots { get; init; }

    /// <summary>How long a member is waited for before the pipeline goes on with fewer stages.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The names of the actors of a run.</summary>
    public RunNames Names { get; init; } = new();

    /// <summary>How the pipeline is conducted; what changes from life to life is filled in where it is begun.</summary>
    internal ConductorOptions ToConductor(ConductorBeginning beginning) => new()
    {
        Term = beginning.Term,
        IsTakingOver = true,
        Saved = beginning.Saved,
        Work = beginning.Work,
        Listener = beginning.Listener,
        Layers = Layers,
        Stages = Pipeline.Stages,
        Schedule = Pipeline.Schedule,
        Chunks = Pipeline.Chunks,
        Microbatches = Microbatches,
        Clip = Clip,
        Buddy = Pipeline.Buddy,
        StepsPerCopy = Pipeline.Copies,
        Neighbours = Pipeline.ResolvedNeighbours,
        NormPower = Pipeline.Power,
        Patience = Patience,
    };
}
