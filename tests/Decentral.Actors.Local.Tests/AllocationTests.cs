using Decentral.Conformance;

namespace Decentral.Actors.Local.Tests;

/// <summary>Alone in the process while it runs: it counts what the whole process allocates.</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    private const int Messages = 500_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Tell_SmallStructs_AllocatesNothingPerMessage()
    {
        await using var system = new LocalActorSystem();
        var partner = system.Spawn("partner", () => new Partner());
        var player = system.Spawn("player", () => new Player(partner));
        await Play(system, player);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await Play(system, player);
        var perMessage = (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / Messages;

        // What the test itself and the thread pool allocate is spread over the messages; one object each would be 24.
        Assert.InRange(perMessage, 0, 1);
    }

    private static Task<Sight> Play(LocalActorSystem system, ActorRef player) =>
        system.Ask<AwaitSeen, Sight>(player, new AwaitSeen(Messages / 2), Patience, TestContext.Current.CancellationToken);

    private sealed class Partner : Actor, IReceive<Note>
    {
        public void Receive(Note message) => Context.Tell(Sender, message);
    }

    private sealed class Player(ActorRef partner) : Actor, IReceive<AwaitSeen>, IReceive<Note>
    {
        private ActorRef _asker = ActorRef.None;

        public void Receive(AwaitSeen message)
        {
            _asker = Sender;
            Context.Tell(partner, new Note(message.Count));
        }

        public void Receive(Note message)
        {
            if (message.Value > 0)
            {
                Context.Tell(partner, new Note(message.Value - 1));
            }
            else
            {
                Context.Tell(_asker, new Sight([]));
            }
        }
    }
}
