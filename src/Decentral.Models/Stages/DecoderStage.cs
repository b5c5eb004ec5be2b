using System.Collections.Immutable;
using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.Replicas;

namespace Decentral.Models.Stages;

// Shapes: B sequences, T tokens, C width.

/// <summary>Some parts of a decoder with their inner optimizer, on the CPU or on a CUDA device.</summary>
public sealed class DecoderStage : IStageReplica
{
    private readonly DecoderOptions _options;
    private readonly DecoderMemory _memory;
    private readonly Decoder _decoder;
    private readonly Dictionary<(int Part, int Microbatch), HeldPass> _held = [];

    internal DecoderStage(DecoderOptions options, ImmutableArray<ModelPart> parts, DecoderMemory memory)
    {
        (_options, Parts, _memory) = (options, parts, memory);
        _decoder = new Decoder(options, memory.CreateTensors(options), memory.Device);
    }

    /// <inheritdoc/>
    public ImmutableArray<ModelPart> Parts { get; }

    /// <inheritdoc/>
    public ArenaLayout Layout => _memory.Layout;

    /// <inheritdoc/>
    public int Held => _held.Count;

    /// <inheritdoc/>
    public long OptimizerSteps
    {
        get => _memory.State.OptimizerSteps;
        set => _memory.State.OptimizerSteps = value;
    }

    /// <inheritdoc/>
    public void Read(ReplicaState state, ArenaFragment fragment, Span<float> destination, long start = 0) =>
        _memory.State.Read(state, fragment, destination, start);

    /// <inheritdoc/>
    public void ReadBeside(ReplicaState state, ArenaFragment fragment, Span<float> destination, long start = 0) =>
        _memory.State.ReadBeside(state, fragment, destination, start);

    /// <inheritdoc/>
    public void Write(ReplicaState state, ArenaFragment fragment, ReadOnlySpan<float> source, long start = 0)
    {
        if (state == ReplicaState.Parameters)
        {
            RequireNoneHeld(nameof(Write));
        }

        _memory.State.Write(state, fragment, source, start);
    }

    /// <inheritdoc/>
    public ArenaFragment Kept(ReplicaState state) => _memory.State.Kept(state);

    /// <inheritdoc/>
    public ContentDigest ComputeDigest(ReplicaState state) => _memory.State.ComputeDigest(state);

    /// <inheritdoc/>
    public void BeginStep()
    {
        using var passage = _memory.State.Boundary.Enter(nameof(BeginStep));
        foreach (var held in _held.Values)
        {
            held.Dispose();
        }

        _held.Clear();
        _memory.State.ClearGradient();
    }

    /// <inheritdoc/>
    public double Forward(StagePass pass, ReadOnlySpan<float> input, Span<float> output)
    {
        using var passage = _memory.State.Boundary.Enter(nameof(Forward));
        using var scope = torch.NewDisposeScope();
        if (_held.ContainsKey((pass.Part, pass.Microbatch)))
        {
            throw new ArgumentException(
                $"Microbatch {pass.Microbatch} came to part {pass.Part} again before its pass back.", nameof(pass));
        }

        var given = ToInput(pass, input)?.with_requires_grad();
        var made = Pass(pass, given);
        var loss = Parts[pass.Part].HasHead ? made.ToDouble() : 0;
        var root = Parts[pass.Part].HasHead && pass.Microbatches > 1 ? made / pass.Microbatches : made;
        CopyOut(pass, made, output);
        _held.Add((pass.Part, pass.Microbatch), new HeldPass(
            given?.DetachFromDisposeScope(), root.DetachFromDisposeScope()));
        return loss;
    }

    /// <inheritdoc/>
    public void Backward(StagePass pass, ReadOnlySpan<float> outputGradient, Span<float> inputGradient)
    {
        using var passage = _memory.State.Boundary.Enter(nameof(Backward));
        using var scope = torch.NewDisposeScope();
        if (!_held.Remove((pass.Part, pass.Microbatch), out var held))
        {
            throw new ArgumentException(
                $"Microbatch {pass.Microbatch} came back to part {pass.Part}, which does not hold it.", nameof(pass));
        }

        using (held)
        {
            if (Parts[pass.Part].HasHead)
            {
                held.Made.backward();
            }
            else
            {
                held.Made.backward([ToTensor(pass, outputGradient)]);
            }

            if (held.Given is { } given)
            {
                RequireLength(pass, inputGradient.Length);
                TorchSeam.AsSpan<float>(given.grad!.cpu().contiguous()).CopyTo(inputGradient);
            }
        }
    }

    /// <inheritdoc/>
    public double Evaluate(StagePass pass, ReadOnlySpan<float> input, Span<float> output)
    {
        using var passage = _memory.State.Boundary.Enter(nameof(Evaluate));
        using var scope = torch.NewDisposeScope();
        using var unrecorded = torch.no_grad();
        var made = Pass(pass, ToInput(pass, input));
        CopyOut(pass, made, output);
        return Parts[pass.Part].HasHead ? made.ToDouble() : 0;
    }

    /// <inheritdoc/>
    public double GradientNorm()
    {
        using var passage = _memory.State.Boundary.Enter(nameof(GradientNorm));
        return _memory.State.GradientNorm();
    }

    /// <inheritdoc/>
    public void ApplyGradient(double learningRate, double scale)
    {
        RequireNoneHeld(nameof(ApplyGradient));
        using var passage = _memory.State.Boundary.EnterToWrite(nameof(ApplyGradient));
        _memory.State.Step(learningRate, scale);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var held in _held.Values)
        {
            held.Dispose();
        }

        _decoder.Dispose();
        _memory.Dispose();
    }

    private torch.Tensor Pass(StagePass pass, torch.Tensor? given)
    {
        var part = Parts[pass.Part];
        if (!part.HasEmbedding && !part.HasHead)
        {
            return _decoder.Pass(part, given!, null);
        }

        _options.RequireFits(pass.Batch);
        var (tokens_BT, targets_BT) = _memory.ToTensors(pass.Batch);
        return _decoder.Pass(part, given ?? tokens_BT, targets_BT);
    }

    private torch.Tensor? ToInput(StagePass pass, ReadOnlySpan<float> input) =>
        Parts[pass.Part].HasEmbedding ? null : ToTensor(pass, input);

    private torch.Tensor ToTensor(StagePass pass, ReadOnlySpan<float> values)
    {
        RequireLength(pass, values.Length);
        return TorchSeam.FromSpan(values, [pass.Batch.Sequences, pass.Batch.Length, _options.Width], _memory.Device);
    }

    private void CopyOut(StagePass pass, torch.Tensor made, Span<float> output)
    {
        if (!Parts[pass.Part].HasHead)
        {
            RequireLength(pass, output.Length);
            TorchSeam.AsSpan<float>(made.detach().cpu().contiguous()).CopyTo(output);
        }
    }

    private void RequireLength(StagePass pass, int length)
    {
        var expected = pass.Batch.TokenCount * _options.Width;
        if (length != expected)
        {
            throw new ArgumentException(
                $"{length} values were given for a microbatch of {pass.Batch.Sequences} sequences of {pass.Batch.Length} tokens " +
                $"and a width of {_options.Width}: there must be {expected}.");
        }
    }

    private void RequireNoneHeld(string activity)
    {
        if (_held.Count > 0)
        {
            throw new InvalidOperationException(
                $"{activity} was asked of a stage that holds {_held.Count} microbatches between their two passes: their " +
                "gradients would be of no parameters at all.");
        }
    }

    /// <summary>What a pass back needs.</summary>
    /// <param name="Given">The leaf whose gradient goes back; null where the part has the embedding.</param>
    /// <param name="Made">What is differentiated.</param>
    private sealed record HeldPass(torch.Tensor? Given, torch.Tensor Made) : IDisposable
    {
        public void Dispose()
        {
            Made.Dispose();
            Given?.Dispose();
        }
    }
}
