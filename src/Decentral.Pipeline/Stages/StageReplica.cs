using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Decentral.Actors.Transfers;
using Decentral.Codecs;
using Decentral.Models.Arenas;
using Decentral.Models.Data;
using Decentral.Models.Replicas;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Schedules;
using Decentral.Training.Workers;

namespace Decentral.Pipeline.Stages;

/// <summary>A stage's part of the model, as its lane works with it: passes from what came over a link to what goes over one.</summary>
internal sealed class StageReplica : IDisposable
{
    private readonly StageOptions _options;
    private readonly AtomTable _table;
    private readonly IStageReplica _replica;
    private float[] _given = [];
    private float[] _made = [];

    /// <param name="options">What the member works with.</param>
    /// <param name="table">The model's atoms.</param>
    /// <param name="parts">What the stage has.</param>
    public StageReplica(StageOptions options, AtomTable table, ImmutableArray<ModelPart> parts)
    {
        (_options, _table) = (options, table);
        _replica = options.Model.CreateStage(parts);
        Atoms = [.. parts.SelectMany(part => ModelAtom.Of(part, table.Layers)).Order()];
    }

    /// <summary>What it has, in the order of the model.</summary>
    public ImmutableArray<ModelAtom> Atoms { get; }

    /// <summary>What it has, as it was cut.</summary>
    public ImmutableArray<ModelPart> Parts => _replica.Parts;

    /// <summary>Steps of its inner optimizer.</summary>
    public long OptimizerSteps
    {
        get => _replica.OptimizerSteps;
        set => _replica.OptimizerSteps = value;
    }

    private ITensorCodec Codec => _options.Activations;

    /// <summary>Forgets what is left of another step.</summary>
    public void BeginStep() => _replica.BeginStep();

    /// <summary>Makes a pass.</summary>
    /// <param name="pass">Which.</param>
    /// <param name="part">The chunk's place among the stage's parts.</param>
    /// <param name="samples">Of the microbatch.</param>
    /// <param name="microbatches">How many the step has.</param>
    /// <param name="input">What the pass before gave; empty where it takes tokens or its own loss.</param>
    /// <returns>What it gave, null where that is nothing; and the loss of a forward pass through the head.</returns>
    /// <exception cref="InvalidDataException">The input does not decode.</exception>
    public (Payload? Made, double Loss) Run(Pass pass, int part, SampleRange samples, int microbatches, ReadOnlySpan<byte> input)
    {
        var batch = ReadBatch(_options.Training, Parts[part], samples);
        var stagePass = new StagePass(part, pass.Microbatch, batch, microbatches);
        var length = _options.Model.BoundaryLength(batch.Sequences, batch.Length);
        if (pass.Kind == PassKind.Forward)
        {
            var given = Parts[part].HasEmbedding ? [] : Decode(pass.ToString(), input, length);
            var made = Parts[part].HasHead ? [] : Room(ref _made, length);
            var loss = _replica.Forward(stagePass, given, made);
            return (made.IsEmpty ? null : Encode(made), loss);
        }

        var outer = Parts[part].HasHead ? [] : Decode(pass.ToString(), input, length);
        var inner = Parts[part].HasEmbedding ? [] : Room(ref _made, length);
        _replica.Backward(stagePass, outer, inner);
        return (inner.IsEmpty ? null : Encode(inner), 0);
    }

    /// <summary>Takes held-out samples through a part, with nothing kept for a pass back.</summary>
    /// <param name="part">Which of the stage's parts.</param>
    /// <param name="samples">Which samples.</param>
    /// <param name="input">What the part before gave; empty where this one takes tokens.</param>
    /// <returns>What goes on to the next part, null behind the head; and the mean loss behind that.</returns>
    /// <exception cref="InvalidDataException">The input does not decode.</exception>
    public (Payload? Made, double Loss) Measure(int part, SampleRange samples, ReadOnlySpan<byte> input)
    {
        var heldOut = _options.HeldOut ?? throw new InvalidOperationException("This member was given no held-out samples.");
        var batch = ReadBatch(heldOut, Parts[part], samples);
        var length = _options.Model.BoundaryLength(batch.Sequences, batch.Length);
        var given = Parts[part].HasEmbedding ? [] : Decode("held-out samples", input, length);
        var made = Parts[part].HasHead ? [] : Room(ref _made, length);
        var loss = _replica.Evaluate(new StagePass(part, 0, batch, 1), given, made);
        return (made.IsEmpty ? null : Encode(made), loss);
    }

    /// <summary>Norm of the gradient.</summary>
    public double GradientNorm() => _replica.GradientNorm();

    /// <summary>Makes a step of the inner optimizer.</summary>
    public void Apply(double learningRate, double scale) => _replica.ApplyGradient(learningRate, scale);

    /// <summary>Copies the state of atoms out.</summary>
    public Payload Read(ImmutableArray<ModelAtom> atoms) => AtomState.Read(_table, _replica, atoms);

    /// <summary>The same on another thread than the passes.</summary>
    public Payload ReadBeside(ImmutableArray<ModelAtom> atoms) => AtomState.ReadBeside(_table, _replica, atoms);

    /// <summary>Copies an atom out for a durable snapshot.</summary>
    public Payload ReadPart(ModelAtom atom, SavedState saved) => AtomPart.Write(_table, _replica, atom, saved);

    /// <summary>Writes an atom as a durable snapshot has it.</summary>
    /// <returns>Steps of its inner optimizer.</returns>
    /// <exception cref="InvalidDataException">The part is of another model or version, or damaged.</exception>
    public long WritePart(ModelAtom atom, SavedState saved, ReadOnlyMemory<byte> bytes) =>
        AtomPart.Restore(_table, _replica, atom, saved, bytes);

    /// <summary>Writes the state of an atom.</summary>
    public void Write(ModelAtom atom, ReadOnlySpan<byte> bytes) => AtomState.Write(_table, _replica, atom, bytes);

    /// <summary>Writes the parameters of an atom; its moments are zero then.</summary>
    public void WriteAnew(ModelAtom atom, ReadOnlySpan<float> parameters)
    {
        var fragment = _table.In(_replica.Layout, atom);
        _replica.Write(ReplicaState.Parameters, fragment, parameters);
        var zeros = new float[fragment.ElementCount];
        _replica.Write(ReplicaState.FirstMoment, fragment, zeros);
        _replica.Write(ReplicaState.SecondMoment, fragment, zeros);
    }

    /// <summary>Takes the gradient of a copy of a tied embedding out, for the owner; here it counts for nothing any more.</summary>
    public Payload TakeTiedGradient(string name)
    {
        var fragment = FragmentPartition.Of(_replica.Layout, [name]);
        var payload = ReadOut(ReplicaState.Gradient, fragment);
        _replica.Write(ReplicaState.Gradient, fragment, new float[fragment.ElementCount]);
        return payload;
    }

    /// <summary>Adds the gradient of the copy to the owner's.</summary>
    /// <exception cref="InvalidDataException">It has another length.</exception>
    public void AddTiedGradient(string name, ReadOnlySpan<byte> bytes)
    {
        var fragment = FragmentPartition.Of(_replica.Layout, [name]);
        var added = Floats(fragment, bytes);
        var sum = new float[added.Length];
        _replica.Read(ReplicaState.Gradient, fragment, sum);
        for (var index = 0; index < sum.Length; index++)
        {
            sum[index] += added[index];
        }

        _replica.Write(ReplicaState.Gradient, fragment, sum);
    }

    /// <summary>The owner's values, for the copy.</summary>
    public Payload ReadTiedValues(string name) =>
        ReadOut(ReplicaState.Parameters, FragmentPartition.Of(_replica.Layout, [name]));

    /// <summary>Takes the owner's values over.</summary>
    /// <exception cref="InvalidDataException">They have another length.</exception>
    public void WriteTiedValues(string name, ReadOnlySpan<byte> bytes)
    {
        var fragment = FragmentPartition.Of(_replica.Layout, [name]);
        _replica.Write(ReplicaState.Parameters, fragment, Floats(fragment, bytes));
    }

    public void Dispose() => _replica.Dispose();

    private static Span<float> Room(ref float[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new float[length];
        }

        return buffer.AsSpan(0, length);
    }

    private static ReadOnlySpan<float> Floats(ArenaFragment fragment, ReadOnlySpan<byte> bytes) =>
        bytes.Length == fragment.ElementCount * sizeof(float)
            ? MemoryMarshal.Cast<byte, float>(bytes)
            : throw new InvalidDataException(
                $"A tied embedding of {fragment.ElementCount} elements came with {bytes.Length} bytes: it is of another model.");

    private Payload ReadOut(ReplicaState kind, ArenaFragment fragment)
    {
        var length = checked((int)fragment.ElementCount * sizeof(float));
        var memory = MemoryPool<byte>.Shared.Rent(length);
        _replica.Read(kind, fragment, MemoryMarshal.Cast<byte, float>(memory.Memory.Span[..length]));
        return new Payload(memory, length);
    }

    private ReadOnlySpan<float> Decode(string what, ReadOnlySpan<byte> bytes, int length)
    {
        var values = Room(ref _given, length);
        return Codec.TryDecode(bytes, values)
            ? values
            : throw new InvalidDataException(
                $"What came for {what} has {bytes.Length} bytes; {length} values in {Codec.Name} take {Codec.EncodedLength(length)}.");
    }

    private Payload Encode(ReadOnlySpan<float> values)
    {
        var length = Codec.EncodedLength(values.Length);
        var memory = MemoryPool<byte>.Shared.Rent(length);
        Codec.Encode(values, memory.Memory.Span[..length]);
        return new Payload(memory, length);
    }

    private TokenBatch ReadBatch(SampleFiller filler, ModelPart part, SampleRange samples)
    {
        var windows = new long[checked(samples.Count * (_options.Context + 1))];
        if (part.HasEmbedding || part.HasHead)
        {
            filler(samples, windows);
        }

        return new TokenBatch(windows, (int)samples.Count);
    }
}
