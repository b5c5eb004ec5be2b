using System.Collections.Concurrent;
using Decentral.Conformance;

namespace Decentral.Actors.Local.Tests;

internal sealed class LocalWorld : ConformanceWorld
{
    /// <summary>Only a test that fails waits that long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ManualTimeProvider _clock = new();
    private readonly ConcurrentQueue<DeadLetter> _deadLetters = new();
    private readonly ConcurrentQueue<Exception> _rootFailures = new();
    private readonly LocalActorSystem _system;

    public LocalWorld() => _system = new LocalActorSystem(new LocalActorSystemOptions
    {
        TimeProvider = _clock,
        DeadLetterObserver = _deadLetters.Enqueue,
        RootFailureObserver = failed => _rootFailures.Enqueue(failed.Cause),
    });

    public override IActorSystem System => _system;

    public override DateTimeOffset Now => _clock.GetUtcNow();

    public override IReadOnlyList<DeadLetter> DeadLetters => [.. _deadLetters];

    public override IReadOnlyList<Exception> RootFailures => [.. _rootFailures];

    public override Task<TResult> Await<TResult>(Task<TResult> task) => task.WaitAsync(Patience);

    public override void Advance(TimeSpan time) => _clock.Advance(time);

    public override ValueTask DisposeAsync() => new(_system.DisposeAsync().AsTask().WaitAsync(Patience));
}
