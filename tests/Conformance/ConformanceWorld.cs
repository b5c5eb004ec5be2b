using Decentral.Actors;

namespace Decentral.Conformance;

/// <summary>One engine under test, with its clock in the hands of the test.</summary>
public abstract class ConformanceWorld : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromDays(1);

    public abstract IActorSystem System { get; }

    public abstract DateTimeOffset Now { get; }

    /// <summary>Every dead letter so far, in the order they were found.</summary>
    public abstract IReadOnlyList<DeadLetter> DeadLetters { get; }

    /// <summary>Root actors that failed so far.</summary>
    public abstract IReadOnlyList<Exception> RootFailures { get; }

    /// <summary>Lets the engine go on until the task has ended.</summary>
    public abstract Task<TResult> Await<TResult>(Task<TResult> task);

    /// <summary>Moves the clock; what is due by then fires.</summary>
    public abstract void Advance(TimeSpan time);

    public abstract ValueTask DisposeAsync();

    /// <summary>The system that a puppet lives on: its orders and its answers do not travel.</summary>
    public virtual IActorSystem SystemOf(ActorRef puppet) => System;

    public ActorRef SpawnPuppet(string name, SpawnOptions? options = null) =>
        System.Spawn(name, () => new Puppet(), options);

    /// <summary>Runs code in a puppet's turn and returns what it gave.</summary>
    public async Task<TResult> Act<TResult>(ActorRef puppet, Func<Puppet, TResult> action)
    {
        var told = new Do(actor => new Done(action(actor)));
        return (TResult)(await Await(SystemOf(puppet).Ask<Do, Done>(puppet, told, AnswerTimeout))).Result!;
    }

    /// <summary>Runs code in a puppet's turn.</summary>
    public Task Act(ActorRef puppet, Action<Puppet> action) => Act(
        puppet,
        actor =>
        {
            action(actor);
            return true;
        });

    /// <summary>What a puppet has seen once it has seen that many; asked now, to be awaited later.</summary>
    public Task<Sight> AskForSeen(ActorRef puppet, int count) =>
        SystemOf(puppet).Ask<AwaitSeen, Sight>(puppet, new AwaitSeen(count), AnswerTimeout);

    /// <summary>What a puppet has seen once it has seen that many.</summary>
    public async Task<object[]> Seen(ActorRef puppet, int count) => (await Await(AskForSeen(puppet, count))).Seen;

    public Task<Exception?> WhenStopped(ActorRef actor) => Await(SystemOf(actor).WhenStopped(actor));
}
