using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Actors.EventSourcing;

namespace Decentral.Simulation.Tests.Scenarios;

internal sealed class Counter(IJournal journal)
    : EventSourcedActor<ImmutableSortedDictionary<string, long>, Increment, Incremented, Confirmed>(
        new CounterBehavior(),
        new EventSourcedOptions<Incremented>
        {
            Journal = journal,
            Stream = Stream,
            Serializer = new IncrementedSerializer(),
        }),
    IReceive<Increment>
{
    public static readonly StreamId Stream = new("counter");

    public void Receive(Increment message) => Submit(message);

    protected override void Run(Confirmed effect) => Context.Tell(CommandSender, effect);
}
