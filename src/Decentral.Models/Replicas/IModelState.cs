using Decentral.Models.Arenas;

namespace Decentral.Models.Replicas;

/// <summary>
/// The parameters of a model, or of a part of one, with their inner optimizer's state, wherever their memory is. State goes in and
/// out packed by fragments, without padding, so that a caller need not know.
/// </summary>
public interface IModelState : IDisposable
{
    /// <summary>The parameters by name; equal on every member of a run that holds the same.</summary>
    ArenaLayout Layout { get; }

    /// <summary>
    /// Steps that the inner optimizer has made: with the moments its whole state, to be saved and restored with them.
    /// </summary>
    long OptimizerSteps { get; set; }

    /// <summary>Copies a fragment of one state out.</summary>
    /// <param name="state">Which of the values per parameter.</param>
    /// <param name="fragment">Of <see cref="Layout"/>.</param>
    /// <param name="destination">Receives as many elements as it is long.</param>
    /// <param name="start">The first packed element, for fragments longer than a span.</param>
    void Read(ReplicaState state, ArenaFragment fragment, Span<float> destination, long start = 0);

    /// <summary>Replaces a fragment of one state: the inverse of <see cref="Read"/>.</summary>
    void Write(ReplicaState state, ArenaFragment fragment, ReadOnlySpan<float> source, long start = 0);

    /// <summary>
    /// The tensors that a state is kept for: all, but for an inner optimizer's moments. Elsewhere it reads as zero and
    /// what is written is dropped, so that a snapshot may hold the whole state or this part of it.
    /// </summary>
    ArenaFragment Kept(ReplicaState state) => FragmentPartition.Whole(Layout);

    /// <summary>Digest of one state's packed elements.</summary>
    ContentDigest ComputeDigest(ReplicaState state);
}
