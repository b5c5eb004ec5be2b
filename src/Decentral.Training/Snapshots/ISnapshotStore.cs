using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;

namespace Decentral.Training.Snapshots;

/// <summary>Durable snapshots of a run. Implementations do their I/O elsewhere than on the caller's turn.</summary>
public interface ISnapshotStore
{
    /// <summary>Writes a part of a snapshot; the task ends when it is on disk.</summary>
    /// <param name="snapshot">Its name.</param>
    /// <param name="part">The part's name; writing it again, once it is written, replaces it.</param>
    /// <param name="content">Ownership passes to the store.</param>
    Task<bool> Write(string snapshot, string part, Payload content);

    /// <summary>A part was ordered; said by the coordinator, before whoever is to write it hears of it.</summary>
    /// <param name="snapshot">Its name.</param>
    /// <param name="part">The part's name.</param>
    /// <param name="owner">The node that is to write it.</param>
    void Expect(string snapshot, string part, NodeId owner);

    /// <summary>Completes a snapshot: from now on it may be the newest.</summary>
    /// <param name="snapshot">Its name.</param>
    /// <param name="version">The version it holds.</param>
    /// <returns>False when it was given up meanwhile, for a later one that was completed first.</returns>
    Task<bool> Seal(string snapshot, Round version);

    /// <summary>Reads parts of the newest complete snapshot; a null for each that it lacks, and for all when there is none.</summary>
    /// <param name="parts">Their names.</param>
    Task<IReadOnlyList<Payload?>> ReadNewest(IReadOnlyList<string> parts);
}
