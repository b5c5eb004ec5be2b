using Decentral.Actors.EventSourcing;

namespace Decentral.Storage.Journals;

/// <summary>What a transaction is to add to a journal that stands at some index.</summary>
internal sealed class PostgresChange(JournalIndex seen)
{
    private readonly JournalIndex _before = seen;
    private readonly HashSet<string> _streams = new(StringComparer.Ordinal);
    private readonly HashSet<string> _metadata = new(StringComparer.Ordinal);

    /// <summary>The index when all of it is durable.</summary>
    public JournalIndex After { get; private set; } = seen;

    /// <summary>New events: the stream's key, the sequence, the bytes.</summary>
    public List<(long Stream, long Sequence, byte[] Body)> Events { get; } = [];

    /// <summary>Streams that got events, each once.</summary>
    public IReadOnlyCollection<string> Streams => _streams;

    /// <summary>Metadata entries that got a value, each once.</summary>
    public IReadOnlyCollection<string> Metadata => _metadata;

    /// <summary>Whether some append was not where it expected to be.</summary>
    public bool HasConflict { get; private set; }

    /// <summary>Whether there is nothing to write.</summary>
    public bool IsEmpty => ReferenceEquals(After, _before);

    /// <summary>Adds an append, or finds a conflict with what is there and what was added before.</summary>
    public AppendOutcome Append(AppendRequest request)
    {
        var name = request.Stream.Name;
        var head = After.Head(name);
        if (head.Length != request.ExpectedSequence)
        {
            HasConflict = true;
            return AppendOutcome.Conflict(request.Stream, request.ExpectedSequence, head.Length);
        }

        foreach (var body in request.Events)
        {
            head = head with { Length = head.Length + 1, Chain = JournalDigest.Next(head.Chain, body.Span) };
            Events.Add((head.Id, head.Length, body.ToArray()));
        }

        if (request.Events.Count > 0)
        {
            After = After.WithStream(name, head);
            _streams.Add(name);
        }

        return AppendOutcome.Appended(head.Length);
    }

    /// <summary>Gives a metadata entry a value.</summary>
    public void Set(string name, string value)
    {
        if (After.Metadata.GetValueOrDefault(name) != value)
        {
            After = After.WithMetadata(name, value);
            _metadata.Add(name);
        }
    }
}
