using System.Buffers;
using Decentral.Actors;
using Decentral.Actors.Compute;
using Decentral.Actors.Local;
using Decentral.Actors.Local.Compute;
using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;
using Decentral.Training.Supervision;
using Decentral.Training.Tests.Fleet;

namespace Decentral.Training.Tests.Workers;

/// <summary>Whatever becomes of a worker, its replica is disposed of.</summary>
public sealed class WorkerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _building = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _reported = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task Disposed => _disposed.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    [Fact]
    public async Task Stop_ReplicaBeingBuilt_IsDisposedOfWhenItArrives()
    {
        using var gate = new ManualResetEventSlim();
        using var lanes = new ComputeLanes(new ComputeLanesOptions { Count = 1 });
        await using var system = Start(lanes.CreateLane(), new InMemorySnapshots(), gate.Wait);
        await _building.Task;

        await system.ShutDown();
        gate.Set();

        await Disposed;
    }

    [Fact]
    public async Task Start_SnapshotThatIsDamaged_LeavesNoReplicaBehind()
    {
        var snapshots = new InMemorySnapshots();
        await snapshots.Write("damaged", "worker-0", new Payload(MemoryPool<byte>.Shared.Rent(8), 8));
        await snapshots.Seal("damaged", new Round(1));
        using var lanes = new ComputeLanes(new ComputeLanesOptions { Count = 1 });
        await using var system = Start(lanes.CreateLane(), snapshots, () => { });

        await Disposed;
    }

    /// <summary>The one lane thread is at other work when the worker stops, and then the lanes are closed.</summary>
    [Fact]
    public async Task Stop_LanesThatAreClosedSoonAfter_IsDisposedOfAllTheSame()
    {
        using var gate = new ManualResetEventSlim();
        var lanes = new ComputeLanes(new ComputeLanesOptions { Count = 1 });
        await using var system = Start(lanes.CreateLane(), new InMemorySnapshots(), () => { });
        await _reported.Task;
        var begun = new TaskCompletionSource();
        var other = lanes.CreateLane().Run(default, () =>
        {
            begun.SetResult();
            return gate.Wait(Patience);
        });
        await begun.Task;

        await system.ShutDown();
        var closing = Task.Run(lanes.Dispose, TestContext.Current.CancellationToken);
        await Disposed;
        gate.Set();

        await closing;
        Assert.True(await other);
    }

    private LocalActorSystem Start(IComputeLane lane, InMemorySnapshots snapshots, Action build)
    {
        var plain = new FleetParts(new FleetOptions());
        var parts = new FleetParts(new FleetOptions
        {
            Model = () =>
            {
                _building.TrySetResult();
                build();
                return new ProbedReplica(plain.MakeModel()) { Disposed = () => _disposed.TrySetResult() };
            },
        });
        var system = new LocalActorSystem();
        system.Spawn(
            "coordinator", () => new Listener(_reported), new SpawnOptions { WellKnownName = new RunNames().Coordinator });
        system.Spawn("node", () => new NodeAgent(new NodeOptions
        {
            Start = 1,
            MaxReplacements = 0,
            Workers = [parts.Worker(0, lane, snapshots)],
        }));
        return system;
    }

    private sealed class Listener(TaskCompletionSource reported) : Actor, IReceive<WorkerReport>
    {
        public void Receive(WorkerReport message) => reported.TrySetResult();
    }
}
