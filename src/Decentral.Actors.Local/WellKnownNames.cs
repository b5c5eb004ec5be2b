using System.Collections.Concurrent;

namespace Decentral.Actors.Local;

/// <summary>Who bears which well-known name at present.</summary>
internal sealed class WellKnownNames
{
    private readonly ConcurrentDictionary<string, LocalActorCell> _bearers = new(StringComparer.Ordinal);

    public LocalActorCell? Find(string name) => _bearers.GetValueOrDefault(name);

    public void Give(string name, LocalActorCell bearer)
    {
        var present = _bearers.GetOrAdd(name, bearer);
        if (present != bearer)
        {
            throw new InvalidOperationException(
                $"{bearer.Self} cannot bear the well-known name '{name}': {present.Self} still does. Wait until it has stopped.");
        }
    }

    public IReadOnlyList<KeyValuePair<string, ActorRef>> All =>
        [.. _bearers.Select(bearer => KeyValuePair.Create<string, ActorRef>(bearer.Key, bearer.Value.Reference))];

    public void TakeBack(string name) => _bearers.TryRemove(name, out _);
}
