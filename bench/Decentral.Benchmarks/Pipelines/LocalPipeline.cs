using System.Threading.Channels;
using Decentral.Actors;
using Decentral.Actors.Compute;
using Decentral.Actors.Local;
using Decentral.Models.Data;
using Decentral.Models.Stages;
using Decentral.Pipeline.Conducting;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Schedules;
using Decentral.Pipeline.Stages;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;

namespace Decentral.Benchmarks.Pipelines;

/// <summary>A pipeline whose members are all in this process.</summary>
internal sealed class LocalPipeline : IAsyncDisposable
{
    private const string ConductorName = "pipeline-0";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly LocalActorSystem _system = new();
    private readonly Channel<StepMade> _made = Channel.CreateUnbounded<StepMade>();
    private readonly ActorRef _conductor;
    private readonly int _samples;
    private readonly int _microbatches;
    private long _allowed;

    /// <param name="model">Makes a stage's model.</param>
    /// <param name="schedule">The order of passes.</param>
    /// <param name="lanes">A lane for each stage.</param>
    /// <param name="context">Inputs of a sample.</param>
    /// <param name="samples">Of a microbatch.</param>
    /// <param name="buddy">What members keep of each other's states.</param>
    /// <param name="copyLanes">For each stage, where its state is copied out beside its passes; null: on its lane.</param>
    public LocalPipeline(
        Func<IStagedModel> model, ScheduleOptions schedule, IReadOnlyList<IComputeLane> lanes, int context, int samples, BuddyKind buddy,
        IReadOnlyList<IComputeLane>? copyLanes = null)
    {
        (_samples, _microbatches) = (samples, schedule.Microbatches);
        var listener = _system.Spawn("listener", () => new StepListener(_made.Writer));
        _conductor = _system.Spawn(
            "conductor",
            () => new Conductor(new ConductorOptions
            {
                Term = new Term(1),
                Layers = model().Layers,
                Stages = schedule.Stages,
                Schedule = schedule.Kind,
                Chunks = schedule.Chunks,
                Microbatches = schedule.Microbatches,
                Clip = 1,
                Buddy = buddy,
                Neighbours = NeighbourKind.None,
                Work = WorkOf,
                Listener = listener,
            }),
            new SpawnOptions { WellKnownName = ConductorName });
        for (var index = 0; index < lanes.Count; index++)
        {
            var options = new StageOptions
            {
                Member = new MemberId(index),
                Incarnation = new Incarnation(1),
                Model = model(),
                Lane = lanes[index],
                CopyLane = copyLanes?[index],
                Training = static (samples, windows) => Fill(samples, windows),
                Context = context,
                Conductor = ConductorName,
            };
            _system.Spawn($"stage-{index}", () => new Stage(options));
        }
    }

    /// <summary>Makes some steps and returns when the last one is decided.</summary>
    public void Run(int steps)
    {
        Interlocked.Add(ref _allowed, steps);
        _system.Tell(_conductor, new WorkIsThere());
        for (var step = 0; step < steps; step++)
        {
            using var timeout = new CancellationTokenSource(Patience);
            _made.Reader.ReadAsync(timeout.Token).AsTask().GetAwaiter().GetResult();
        }
    }

    public async ValueTask DisposeAsync() => await _system.DisposeAsync();

    private static void Fill(SampleRange samples, Span<long> windows)
    {
        for (var index = 0; index < windows.Length; index++)
        {
            windows[index] = (samples.First + (index * 31)) % 251;
        }
    }

    private StepWork? WorkOf(long step) => step > Interlocked.Read(ref _allowed) ? null : new StepWork(
        [.. Enumerable.Range(0, _microbatches).Select(index => new SampleRange(index * _samples, _samples))], LearningRate: 1e-3);
}
