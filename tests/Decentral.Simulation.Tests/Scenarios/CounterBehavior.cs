using System.Collections.Immutable;
using Decentral.Actors.EventSourcing;

namespace Decentral.Simulation.Tests.Scenarios;

/// <summary>The last number counted of each client; who sent the request hears of it.</summary>
internal sealed class CounterBehavior
    : EventSourcedBehavior<ImmutableSortedDictionary<string, long>, Increment, Incremented, Confirmed>
{
    public override ImmutableSortedDictionary<string, long> Initial => ImmutableSortedDictionary<string, long>.Empty;

    public override Decision<Incremented, Confirmed> Decide(
        ImmutableSortedDictionary<string, long> state, Increment command, DateTimeOffset now)
    {
        var last = state.GetValueOrDefault(command.Client);
        return command.Number <= last
            ? new Decision<Incremented, Confirmed>([], [new Confirmed(command.Number)], "counted before")
            : new Decision<Incremented, Confirmed>(
                [new Incremented(command.Client, command.Number)], [new Confirmed(command.Number)], "counted");
    }

    public override ImmutableSortedDictionary<string, long> Apply(
        ImmutableSortedDictionary<string, long> state, Incremented journaled) =>
        state.SetItem(journaled.Client, journaled.Number);
}
