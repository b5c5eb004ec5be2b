using System.Collections.Concurrent;
using Decentral.Actors;
using Decentral.Actors.EventSourcing;
using Decentral.Actors.Local;
using Decentral.Actors.Local.Compute;
using Decentral.Training.Coordination;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Monitoring;
using Decentral.Training.Progress;
using Decentral.Training.Protocol;
using Decentral.Training.Supervision;

namespace Decentral.Training.Tests.Fleet;

/// <summary>
/// A run on the local engine over a journal and snapshots that last; each call of <see cref="Run"/> is a start of the process.
/// </summary>
internal sealed class LocalFleet(FleetOptions options)
{
    private readonly FleetParts _parts = new(options);
    private long _starts;

    public IJournal Journal { get; init; } = new InMemoryJournal();

    public InMemorySnapshots Snapshots { get; } = new();

    /// <summary>How long a start may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Hears of each round that is committed.</summary>
    public Action<long> Committed { get; init; } = static _ => { };

    /// <summary>What a person was told, in all starts.</summary>
    public ConcurrentQueue<RunEvent> Events { get; } = new();

    /// <summary>What the run was said to be doing, in all starts.</summary>
    public ConcurrentQueue<RunPhase> Phases { get; } = new();

    public async Task<IReadOnlyList<CoordinatorEvent>> ReadLedger()
    {
        var serializer = new CoordinatorEventSerializer();
        return [.. (await Journal.Read(new StreamId("coordinator"))).Select(serializer.Read)];
    }

    /// <summary>Runs to the end, or to a pause that is asked for as soon as a round is committed.</summary>
    public async Task<RunOutcome> Run(long? stopAfterRound = null)
    {
        var ended = new TaskCompletionSource<RunOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var lanes = new ComputeLanes(new ComputeLanesOptions { Count = options.Lanes });
        await using var system = new LocalActorSystem(new LocalActorSystemOptions
        {
            RootFailureObserver = failed => ended.TrySetException(failed.Cause),
        });
        var node = system.Spawn("node", () => new NodeAgent(Host(lanes)));
        var watcher = new Watcher(this, round =>
        {
            Committed(round);
            if (round == stopAfterRound)
            {
                system.Tell(node, new RequestStop());
            }
        });
        system.Spawn(
            "monitor",
            () => new RunMonitor(new MonitorOptions
            {
                Plan = _parts.Plan,
                Observer = watcher,
                Metrics = watcher,
                Utilisation = () => 0,
                Ended = outcome => ended.TrySetResult(outcome),
            }),
            new SpawnOptions { WellKnownName = "monitor" });
        try
        {
            return await ended.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            var ledger = await ReadLedger();
            throw new TimeoutException($"Start {_starts} did not end; the ledger's tail:\n{string.Join("\n", ledger)}");
        }
    }

    private NodeOptions Host(ComputeLanes lanes) => new()
    {
        Start = ++_starts,
        Coordinator = _parts.Coordinator(Journal, Snapshots),
        Shards = _parts.Shards(lanes.CreateLane()),
        Workers =
        [
            .. Enumerable.Range(0, options.Workers)
                .Select(worker => _parts.Worker(worker, lanes.CreateLane(), Snapshots)),
        ],
    };

    private sealed class Watcher(LocalFleet fleet, Action<long> committed) : IRunObserver, IMetrics
    {
        public void Add(MetricsPoint point)
        {
            if (point.TrainLoss is not null)
            {
                committed(point.Round);
            }
        }

        public void RollBack(Round toRound)
        {
        }

        public void Report(RunProgress progress) => fleet.Phases.Enqueue(progress.Phase);

        public void Report(RunEvent happened) => fleet.Events.Enqueue(happened);
    }
}
