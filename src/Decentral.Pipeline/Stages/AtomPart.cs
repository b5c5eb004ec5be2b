using Decentral.Actors.Transfers;
using Decentral.Models.Replicas;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;
using Decentral.Training.Workers;

namespace Decentral.Pipeline.Stages;

/// <summary>
/// An atom in a durable snapshot: a part like those of workers, with the parameters and moments of that atom alone. Nothing in it says how
/// the model was cut, so that any number of stages may begin from it.
/// </summary>
internal static class AtomPart
{
    private static readonly ReplicaState[] Kinds = [ReplicaState.Parameters, ReplicaState.FirstMoment, ReplicaState.SecondMoment];

    /// <summary>Copies an atom out.</summary>
    public static Payload Write(AtomTable table, IModelState state, ModelAtom atom, SavedState saved)
    {
        var fragment = table.In(state.Layout, atom);
        var header = new SnapshotPartHeader { Version = saved.Version, OptimizerSteps = state.OptimizerSteps };
        return SnapshotPart.Write(header, [.. Kinds.Select(kind => Copy(kind))], [], []);

        SnapshotSection Copy(ReplicaState kind)
        {
            var values = new float[fragment.ElementCount];
            state.Read(kind, fragment, values);
            return new SnapshotSection(kind.ToString(), values);
        }
    }

    /// <summary>Writes an atom into a model that has it.</summary>
    /// <returns>Steps of its inner optimizer.</returns>
    /// <exception cref="InvalidDataException">The part is of another model or version, or damaged.</exception>
    public static long Restore(AtomTable table, IModelState state, ModelAtom atom, SavedState saved, ReadOnlyMemory<byte> bytes)
    {
        var fragment = table.In(state.Layout, atom);
        var part = SnapshotPart.Read(bytes, checked((int)fragment.ElementCount));
        part.Require(Kinds.Select(kind => kind.ToString()));
        if (part.Header.Version != saved.Version)
        {
            throw new InvalidDataException(
                $"The snapshot's part {saved.PartOf(atom)} is of version {part.Header.Version}; this run goes on from version {saved.Version}.");
        }

        foreach (var kind in Kinds)
        {
            state.Write(kind, fragment, part.Section(kind.ToString()));
        }

        return part.Header.OptimizerSteps;
    }

    /// <summary>The parameters of an atom, for whoever wants the model and not the run.</summary>
    public static ReadOnlyMemory<float> ParametersOf(AtomTable table, ModelAtom atom, ReadOnlyMemory<byte> bytes) =>
        SnapshotPart.Read(bytes, checked((int)table.LengthOf(atom))).Section(nameof(ReplicaState.Parameters)).ToArray();
}
