using Decentral.Actors;
using Decentral.Actors.Transfers;

namespace Decentral.Training.Archives;

/// <summary>What the node with the run directory has for the others. Implementations do their I/O elsewhere than on the caller's turn.</summary>
public interface IArchive
{
    /// <summary>Reads something; null where there is none.</summary>
    Task<Payload?> Read(ArchiveItem item);

    /// <summary>
    /// Writes a part of a snapshot, if it was expected of that node; the task ends when it is on disk, or was left out.
    /// </summary>
    /// <param name="from">The node that sent it.</param>
    /// <param name="snapshot">Its name.</param>
    /// <param name="part">The part's name; writing it again replaces it.</param>
    /// <param name="content">Ownership passes to the archive.</param>
    /// <returns>Whether it was written.</returns>
    Task<bool> Keep(NodeId from, string snapshot, string part, Payload content);
}
