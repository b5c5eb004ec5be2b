using System.Collections.Immutable;

namespace Decentral.Storage.Journals;

/// <summary>
/// What a journal holds but for the events' bytes. Immutable: a transaction works on a successor, which takes over when
/// the transaction is durable.
/// </summary>
internal sealed record JournalIndex
{
    /// <summary>Of a new journal.</summary>
    public static JournalIndex Empty { get; } = new();

    /// <summary>Where each stream ends, by name.</summary>
    public ImmutableDictionary<string, StreamHead> Streams { get; private init; } =
        ImmutableDictionary.Create<string, StreamHead>(StringComparer.Ordinal);

    /// <summary>Values by name.</summary>
    public ImmutableDictionary<string, string> Metadata { get; private init; } =
        ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Exclusive-or of the digests of all streams' heads and all metadata.</summary>
    public UInt128 Seal { get; private init; }

    /// <summary>Where a stream ends; one that is not there yet gets the next key.</summary>
    public StreamHead Head(string stream) => Streams.TryGetValue(stream, out var head)
        ? head
        : new StreamHead(Streams.Count + 1, 0, JournalDigest.Start(stream));

    public JournalIndex WithStream(string name, StreamHead head)
    {
        var previous = Streams.TryGetValue(name, out var old) ? JournalDigest.Stream(name, old) : 0;
        return this with
        {
            Streams = Streams.SetItem(name, head),
            Seal = Seal ^ previous ^ JournalDigest.Stream(name, head),
        };
    }

    public JournalIndex WithMetadata(string name, string value)
    {
        var previous = Metadata.TryGetValue(name, out var old) ? JournalDigest.Metadata(name, old) : 0;
        return this with
        {
            Metadata = Metadata.SetItem(name, value),
            Seal = Seal ^ previous ^ JournalDigest.Metadata(name, value),
        };
    }
}
