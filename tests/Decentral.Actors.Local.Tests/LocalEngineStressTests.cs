using Decentral.Actors.Messages;
using Decentral.Conformance;

namespace Decentral.Actors.Local.Tests;

/// <summary>Races between threads, which the suite of all engines cannot provoke.</summary>
public sealed class LocalEngineStressTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_ManyChildrenThatStopByThemselves_TellsOnceForEachAfterItsMessages()
    {
        const int Parents = 8;
        const int Children = 500;
        await using var system = new LocalActorSystem();

        var answers = Enumerable.Range(0, Parents).Select(index => system.Ask<Note, Sight>(
            system.Spawn($"parent-{index}", () => new BusyParent(Children)), new Note(0), Patience, Cancellation));

        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal([Children], answer.Seen));
        Assert.Equal(0, system.DeadLetters.Total);
    }

    [Fact]
    public async Task Ask_FromManyThreads_AnswersEach()
    {
        await using var system = new LocalActorSystem();
        var echo = system.Spawn("echo", () => new Echo());

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(
            async () =>
            {
                var sum = 0L;
                for (var value = 0; value < 2000; value++)
                {
                    sum += (await system.Ask<Note, Note>(echo, new Note(value), Patience, Cancellation)).Value;
                }

                return sum;
            },
            Cancellation)));

        Assert.All(answers, sum => Assert.Equal(1999 * 1000, sum));
    }

    [Fact]
    public async Task Tell_WhileTheReceiverStops_EitherArrivesOrIsADeadLetter()
    {
        const int Senders = 4;
        const int Messages = 20_000;
        await using var system = new LocalActorSystem();
        var handled = new int[1];
        var receiver = system.Spawn(
            "receiver", () => new StopsAfter(10_000, handled), new SpawnOptions { MailboxCapacity = 1_000_000 });

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(
            () =>
            {
                for (var value = 0; value < Messages; value++)
                {
                    system.Tell(receiver, new Note(value));
                }
            },
            Cancellation)));
        await system.WhenStopped(receiver).WaitAsync(Patience, Cancellation);

        Assert.Equal(Senders * Messages, handled[0] + system.DeadLetters.NoReceiver);
        Assert.Equal(10_000, handled[0]);
    }

    [Fact]
    public async Task Tell_ActorsThatKeepOneAnotherBusy_LetAThirdHaveItsTurn()
    {
        await using var system = new LocalActorSystem();
        for (var pair = 0; pair < Environment.ProcessorCount * 2; pair++)
        {
            system.Tell(system.Spawn($"busy-{pair}", () => new Restless()), new Note(0));
        }

        var answer = await system.Ask<Note, Note>(system.Spawn("echo", () => new Echo()), new Note(7), Patience, Cancellation);

        Assert.Equal(new Note(7), answer);
    }

    private sealed class Echo : Actor, IReceive<Note>
    {
        public void Receive(Note message) => Context.Tell(Sender, message);
    }

    private sealed class Restless : Actor, IReceive<Note>
    {
        public void Receive(Note message) => Context.Tell(Self, message);
    }

    private sealed class StopsAfter(int messages, int[] handled) : Actor, IReceive<Note>
    {
        public void Receive(Note message)
        {
            if (++handled[0] == messages)
            {
                Context.Stop(Self);
            }
        }
    }

    private sealed class ShortLived(ActorRef parent) : Actor
    {
        protected override void Started()
        {
            Context.Tell(parent, new Note(1));
            Context.Stop(Self);
        }

        protected override void Stopped() => Context.Tell(parent, new Note(2));
    }

    private sealed class BusyParent(int children) : Actor, IReceive<Note>, IReceive<Terminated>
    {
        private readonly Dictionary<ActorRef, long> _heard = [];
        private ActorRef _asker = ActorRef.None;
        private int _ended;

        public void Receive(Note message)
        {
            if (message.Value > 0)
            {
                _heard[Sender] = _heard.GetValueOrDefault(Sender) + message.Value;
                return;
            }

            _asker = Sender;
            for (var index = 0; index < children; index++)
            {
                Context.Watch(Context.Spawn($"child-{index}", () => new ShortLived(Self)));
            }
        }

        public void Receive(Terminated message)
        {
            if (!_heard.Remove(message.Actor, out var heard) || heard != 3)
            {
                throw new InvalidOperationException($"{message.Actor} is gone before its last message.");
            }

            if (++_ended == children)
            {
                Context.Tell(_asker, new Sight([_ended]));
            }
        }
    }
}
