using System.Collections.Concurrent;
using Decentral.Actors.Nodes.Hubs;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Conformance;

namespace Decentral.Actors.Nodes.Tests;

/// <summary>A node that has joined a hub, with its own actors under test.</summary>
internal sealed class NodesWorld : ConformanceWorld
{
    /// <summary>Only a test that fails waits that long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ManualTimeProvider _clock = new();
    private readonly ConcurrentQueue<DeadLetter> _deadLetters = new();
    private readonly ConcurrentQueue<Exception> _rootFailures = new();
    private readonly HubActorSystem _hub;
    private readonly NodeActorSystem _node;

    public NodesWorld()
    {
        // The suite makes its worlds without waiting; this one is there at once, on loopback.
        var options = TestNodes.Options("hub") with { TimeProvider = _clock };
        _hub = Task.Run(() => TestNodes.StartHub(options)).GetAwaiter().GetResult();
        _node = Task.Run(() => TestNodes.Join(_hub, TestNodes.Options("node") with
        {
            TimeProvider = _clock,
            DeadLetterObserver = _deadLetters.Enqueue,
            RootFailureObserver = failed => _rootFailures.Enqueue(failed.Cause),
        })).GetAwaiter().GetResult();
    }

    public override IActorSystem System => _node;

    public override DateTimeOffset Now => _clock.GetUtcNow();

    public override IReadOnlyList<DeadLetter> DeadLetters => [.. _deadLetters];

    public override IReadOnlyList<Exception> RootFailures => [.. _rootFailures];

    public override Task<TResult> Await<TResult>(Task<TResult> task) => task.WaitAsync(Patience);

    public override void Advance(TimeSpan time) => _clock.Advance(time);

    public override async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync().AsTask().WaitAsync(Patience);
        await _hub.DisposeAsync().AsTask().WaitAsync(Patience);
    }
}
