using Decentral.Models.Replicas;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>The global parameters in a snapshot, for whoever wants the model and not the run.</summary>
public static class SavedModel
{
    /// <summary>The part that all workers share, where a snapshot has one.</summary>
    public const string GlobalPart = "global";

    /// <summary>The parameters in a part of a snapshot, packed.</summary>
    /// <param name="part">The part <see cref="GlobalPart"/>, or a worker's part of a snapshot that lacks it.</param>
    /// <param name="parameterCount">Parameters of the model.</param>
    /// <exception cref="InvalidDataException">The part is not of this model, or has no global parameters.</exception>
    public static (Round Version, ReadOnlyMemory<float> Parameters) Read(ReadOnlyMemory<byte> part, int parameterCount)
    {
        var saved = SnapshotPart.Read(part, parameterCount);
        if (!saved.Header.HasGlobal)
        {
            throw new InvalidDataException("This part of a snapshot holds one worker's state, not the global parameters.");
        }

        var name = saved.Has(LocalUpdateReplica.GlobalName) ? LocalUpdateReplica.GlobalName : nameof(ReplicaState.Parameters);
        return (saved.Header.Version, saved.Section(name).ToArray());
    }
}
