using System.Collections.Concurrent;
using Decentral.Actors.Hosting;

namespace Decentral.Actors.Local;

/// <summary>Who of this process can be reached from elsewhere, by path: its living actors, and whoever waits for an answer.</summary>
internal sealed class LivingRecipients
{
    private readonly ConcurrentDictionary<string, Recipient> _byPath = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Recipient>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public LivingRecipients() => _bySpan = _byPath.GetAlternateLookup<ReadOnlySpan<char>>();

    public void Add(Recipient recipient) => _byPath[recipient.Address.Path] = recipient;

    /// <summary>Forgets it, unless a successor has taken its path.</summary>
    public void Remove(Recipient recipient) =>
        _byPath.TryRemove(new KeyValuePair<string, Recipient>(recipient.Address.Path, recipient));

    public Recipient? Find(ReadOnlySpan<char> path, long incarnation) =>
        _bySpan.TryGetValue(path, out var found) && found.Address.Incarnation == incarnation ? found : null;
}
