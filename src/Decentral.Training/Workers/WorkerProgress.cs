using System.Collections.Immutable;
using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>What a worker is about, beside what its replica holds. Owns its payloads.</summary>
public sealed record WorkerProgress : IDisposable
{
    /// <summary>What it has done of a round; null between rounds.</summary>
    public RoundWork? Work { get; init; }

    /// <summary>What is known of the updates whose rounds' outcomes it waits for, in the order of the rounds.</summary>
    public ImmutableArray<OutgoingHeader> Outgoing { get; init; } = [];

    /// <summary>Those updates.</summary>
    public ImmutableArray<Payload> Updates { get; init; } = [];

    /// <summary>What led to its version, where others that lack it can be helped on by that; null otherwise.</summary>
    public PublishedHeader? Applied { get; init; }

    /// <summary>The aggregate of <see cref="Applied"/>.</summary>
    public Payload? Aggregate { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var update in Updates)
        {
            update.Dispose();
        }

        Aggregate?.Dispose();
    }
}
