using Decentral.Actors;
using Decentral.Actors.Compute;
using Decentral.Actors.Local.Compute;
using Decentral.Actors.Transfers;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Stages;
using Decentral.Pipeline.Workers;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;
using Decentral.Training.Snapshots;

namespace Decentral.Cli.Runs;

/// <summary>A job whose model is trained in stages: what its members and their conductor are made of.</summary>
/// <param name="job">The job.</param>
internal sealed class StagedJob(TrainableJob job)
{
    /// <summary>The worker whose model it is: one is all that a run has.</summary>
    public static readonly WorkerId Worker = new(0);

    /// <summary>The lanes on which members copy their state out beside their passes: one thread is enough, as it waits for memory.</summary>
    public static ComputeLanesOptions Copying { get; } = new() { Count = 1, Name = "copy" };

    private readonly StagedDecoder _model = new(
        job.Composition.Decoder(), job.Composition.Optimizer(), (ulong)job.Job.Seed, job.Device)
    {
        Weights = job.Weights,
    };

    /// <summary>Whether a job is such a one.</summary>
    public static bool Is(Job job) => job.Pipeline.Stages > 0;

    /// <summary>Somebody who hosts a stage.</summary>
    public Actor CreateMember(
        MemberId member, Incarnation life, IComputeLane lane, IComputeLane copyLane, ISnapshotStore snapshots, Func<NodeId, bool> isCommander) =>
        new StageOptions
        {
            Member = member,
            Incarnation = life,
            Model = _model,
            Lane = lane,
            CopyLane = copyLane,
            Training = job.Training,
            HeldOut = job.HeldOut,
            Snapshots = snapshots,
            Context = job.Job.Model.Context,
            Activations = job.Composition.Activations(),
            Slots = job.Job.Pipeline.Slots,
            Conductor = PipelineNames.Conductor(Worker),
            IsCommander = isCommander,
        }.CreateActor();

    /// <summary>The model as its worker sees it.</summary>
    public PipelineModel CreateModel(IActorContext context, Incarnation life, ISnapshotStore snapshots) => new(
        new PipelineModelOptions
        {
            Worker = Worker,
            Incarnation = life,
            Layers = job.Job.Model.Layers,
            Pipeline = job.Job.Pipeline,
            Microbatches = job.Job.Inner.Accumulation,
            Clip = job.Job.Inner.Clip,
            Context = job.Job.Model.Context,
            LearningRate = job.Composition.LearningRate().At,
            EvaluationBatch = job.Job.Inner.Batch,
            Snapshots = snapshots,
        },
        context);

    /// <summary>The parts of a snapshot that hold the parameters.</summary>
    public IReadOnlyList<string> Parts =>
        [.. ModelAtom.All(_model.Layers).Select(atom => SavedState.PartOf(Worker, atom))];

    /// <summary>The parameters, packed as those of the whole model; null where a part is missing.</summary>
    /// <param name="parts">By atom, as <see cref="Parts"/> names them.</param>
    public ReadOnlyMemory<float>? ReadParameters(IReadOnlyList<Payload?> parts) =>
        parts.Contains(null) ? null : SavedAtoms.ReadParameters(_model, [.. parts.Select(part => part!.Bytes)]);
}
