using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Decentral.Actors.Transfers;
using Decentral.Models.Arenas;
using Decentral.Models.Replicas;
using Decentral.Models.Stages;

namespace Decentral.Pipeline.Stages;

/// <summary>
/// The state of some atoms in bytes: for each in the order of the model its parameters, first and second moments, as fp32, packed.
/// </summary>
internal static class AtomState
{
    private static readonly ReplicaState[] Kinds = [ReplicaState.Parameters, ReplicaState.FirstMoment, ReplicaState.SecondMoment];

    private delegate void Reading(ReplicaState kind, ArenaFragment fragment, Span<float> values);

    /// <summary>Bytes that some atoms take.</summary>
    public static int LengthOf(AtomTable table, IEnumerable<ModelAtom> atoms) =>
        checked((int)(atoms.Sum(table.LengthOf) * Kinds.Length * sizeof(float)));

    /// <summary>Copies atoms out.</summary>
    public static Payload Read(AtomTable table, IModelState state, ImmutableArray<ModelAtom> atoms) =>
        Read(table, state.Layout, atoms, (kind, fragment, values) => state.Read(kind, fragment, values));

    /// <summary>The same on another thread than the stage's passes.</summary>
    public static Payload ReadBeside(AtomTable table, IStageReplica state, ImmutableArray<ModelAtom> atoms) =>
        Read(table, state.Layout, atoms, (kind, fragment, values) => state.ReadBeside(kind, fragment, values));

    private static Payload Read(AtomTable table, ArenaLayout layout, ImmutableArray<ModelAtom> atoms, Reading read)
    {
        var length = LengthOf(table, atoms);
        var memory = MemoryPool<byte>.Shared.Rent(length);
        var rest = MemoryMarshal.Cast<byte, float>(memory.Memory.Span[..length]);
        foreach (var atom in atoms)
        {
            var fragment = table.In(layout, atom);
            foreach (var kind in Kinds)
            {
                var values = rest[..(int)fragment.ElementCount];
                read(kind, fragment, values);
                rest = rest[values.Length..];
            }
        }

        return new Payload(memory, length);
    }

    /// <summary>Writes one atom into a model that has it.</summary>
    /// <param name="table">The model's atoms.</param>
    /// <param name="state">Where to.</param>
    /// <param name="atom">Which.</param>
    /// <param name="bytes">Of that atom alone.</param>
    public static void Write(AtomTable table, IModelState state, ModelAtom atom, ReadOnlySpan<byte> bytes)
    {
        var fragment = table.In(state.Layout, atom);
        var rest = MemoryMarshal.Cast<byte, float>(bytes);
        foreach (var kind in Kinds)
        {
            state.Write(kind, fragment, rest[..(int)fragment.ElementCount]);
            rest = rest[(int)fragment.ElementCount..];
        }
    }

    /// <summary>The parameters of one atom.</summary>
    /// <param name="bytes">Of that atom alone.</param>
    public static ReadOnlySpan<float> ParametersOf(ReadOnlySpan<byte> bytes) =>
        MemoryMarshal.Cast<byte, float>(bytes[..(bytes.Length / Kinds.Length)]);

    /// <summary>The part of some atoms' bytes that is one of them.</summary>
    /// <exception cref="InvalidDataException">They are not as many bytes as these atoms take.</exception>
    public static ReadOnlyMemory<byte> Slice(
        AtomTable table, ReadOnlyMemory<byte> bytes, ImmutableArray<ModelAtom> atoms, ModelAtom atom)
    {
        var expected = LengthOf(table, atoms);
        if (bytes.Length != expected)
        {
            throw new InvalidDataException(
                $"The state of {string.Join(", ", atoms)} has {bytes.Length} bytes; it must have {expected}: it is of another model.");
        }

        var before = LengthOf(table, atoms.TakeWhile(other => other != atom));
        return bytes.Slice(before, LengthOf(table, [atom]));
    }
}
