using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>What a worker is about, beside what its replica holds. Owns its payloads.</summary>
internal sealed record WorkerProgress : IDisposable
{
    /// <summary>What it has done of a round; null between rounds.</summary>
    public RoundWork? Work { get; init; }

    /// <summary>What is known of the update whose round's outcome it waits for; null for none.</summary>
    public OutgoingHeader? Outgoing { get; init; }

    /// <summary>That update.</summary>
    public Payload? Update { get; init; }

    /// <summary>What led to its version, where others that lack it can be helped on by that; null otherwise.</summary>
    public PublishedHeader? Applied { get; init; }

    /// <summary>The aggregate of <see cref="Applied"/>.</summary>
    public Payload? Aggregate { get; init; }

    public void Dispose()
    {
        Update?.Dispose();
        Aggregate?.Dispose();
    }
}
