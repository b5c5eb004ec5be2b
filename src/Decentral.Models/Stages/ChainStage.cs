using System.Collections.Immutable;
using Decentral.Models.Arenas;
using Decentral.Models.Replicas;

namespace Decentral.Models.Stages;

// Shapes: B sequences, C width. A sequence has one state of C columns, whatever its length.

/// <summary>
/// Some parts of a <see cref="StagedChain"/>. The embedding of a sequence is that of its first token; a layer is
/// x[i] + gain[i] s(x[i + 1]) + bias[i], cyclic, with s(x) = x / (1 + |x|); the loss is half the squared distance to a target per column, which the
/// sequence's last token and the head's row for it give.
/// </summary>
internal sealed class ChainStage : IStageReplica
{
    private readonly ChainOptions _options;
    private readonly HostReplicaMemory _memory;
    private readonly Dictionary<(int Part, int Microbatch), float[][]> _held = [];

    internal ChainStage(ChainOptions options, ImmutableArray<ModelPart> parts, HostReplicaMemory memory) =>
        (_options, Parts, _memory) = (options, parts, memory);

    public ImmutableArray<ModelPart> Parts { get; }

    public ArenaLayout Layout => _memory.Layout;

    public int Held => _held.Count;

    public long OptimizerSteps
    {
        get => _memory.OptimizerSteps;
        set => _memory.OptimizerSteps = value;
    }

    private int Width => _options.Width;

    public void Read(ReplicaState state, ArenaFragment fragment, Span<float> destination, long start = 0) =>
        _memory.Read(state, fragment, destination, start);

    public void ReadBeside(ReplicaState state, ArenaFragment fragment, Span<float> destination, long start = 0) =>
        _memory.ReadBeside(state, fragment, destination, start);

    public void Write(ReplicaState state, ArenaFragment fragment, ReadOnlySpan<float> source, long start = 0)
    {
        if (state == ReplicaState.Parameters)
        {
            RequireNoneHeld(nameof(Write));
        }

        _memory.Write(state, fragment, source, start);
    }

    public ArenaFragment Kept(ReplicaState state) => _memory.Kept(state);

    public ContentDigest ComputeDigest(ReplicaState state) => _memory.ComputeDigest(state);

    public void BeginStep()
    {
        _held.Clear();
        _memory.ClearGradient();
    }

    public double Forward(StagePass pass, ReadOnlySpan<float> input, Span<float> output)
    {
        var states = Run(pass, input);
        if (!_held.TryAdd((pass.Part, pass.Microbatch), states))
        {
            throw new ArgumentException(
                $"Microbatch {pass.Microbatch} came to part {pass.Part} again before its pass back.", nameof(pass));
        }

        return Finish(pass, states[^1], output);
    }

    public double Evaluate(StagePass pass, ReadOnlySpan<float> input, Span<float> output) =>
        Finish(pass, Run(pass, input)[^1], output);

    public void Backward(StagePass pass, ReadOnlySpan<float> outputGradient, Span<float> inputGradient)
    {
        if (!_held.Remove((pass.Part, pass.Microbatch), out var states))
        {
            throw new ArgumentException(
                $"Microbatch {pass.Microbatch} came back to part {pass.Part}, which does not hold it.", nameof(pass));
        }

        var part = Parts[pass.Part];
        var gradient = part.HasHead ? LossGradient(pass, states[^1]) : outputGradient.ToArray();
        for (var layer = part.Layers.End - 1; layer >= part.Layers.First; layer--)
        {
            gradient = ThroughLayer(layer, states[layer - part.Layers.First], gradient);
        }

        if (part.HasEmbedding)
        {
            AddEmbeddingGradient(pass, gradient);
        }
        else
        {
            gradient.CopyTo(inputGradient);
        }
    }

    public double GradientNorm() => _memory.GradientNorm();

    public void ApplyGradient(double learningRate, double scale)
    {
        RequireNoneHeld(nameof(ApplyGradient));
        _memory.Step(learningRate, scale);
    }

    public void Dispose() => _memory.Dispose();

    /// <summary>The state before each layer of the part, and behind the last.</summary>
    private float[][] Run(StagePass pass, ReadOnlySpan<float> input)
    {
        var part = Parts[pass.Part];
        var states = new float[part.Layers.Count + 1][];
        states[0] = part.HasEmbedding ? Embed(pass) : input.ToArray();
        for (var index = 0; index < part.Layers.Count; index++)
        {
            var (given, made) = (states[index], new float[states[index].Length]);
            var gain = _memory.Parameters.Span(StagedChain.Gain(part.Layers.First + index));
            var bias = _memory.Parameters.Span(StagedChain.Bias(part.Layers.First + index));
            for (var i = 0; i < made.Length; i++)
            {
                made[i] = given[i] + (gain[i % Width] * Squash(given[Next(i)])) + bias[i % Width];
            }

            states[index + 1] = made;
        }

        return states;
    }

    private double Finish(StagePass pass, float[] state, Span<float> output)
    {
        if (!Parts[pass.Part].HasHead)
        {
            state.CopyTo(output);
            return 0;
        }

        var loss = 0.0;
        for (var sequence = 0; sequence < pass.Batch.Sequences; sequence++)
        {
            for (var column = 0; column < Width; column++)
            {
                var distance = Distance(pass, state, sequence, column);
                loss += 0.5 * distance * distance;
            }
        }

        return loss / state.Length;
    }

    private float Distance(StagePass pass, float[] state, int sequence, int column)
    {
        var (row, target) = (HeadRow(pass, sequence), (LastToken(pass, sequence) % 5 * 0.25f) - 0.5f);
        var head = _memory.Parameters.Span(StagedChain.Head);
        return state[(sequence * Width) + column] + head[row + column] - target;
    }

    private float[] LossGradient(StagePass pass, float[] state)
    {
        var gradient = new float[state.Length];
        var head = _memory.Gradient.Span(StagedChain.Head);
        var share = 1f / (state.Length * (float)pass.Microbatches);
        for (var sequence = 0; sequence < pass.Batch.Sequences; sequence++)
        {
            for (var column = 0; column < Width; column++)
            {
                var value = share * Distance(pass, state, sequence, column);
                gradient[(sequence * Width) + column] = value;
                head[HeadRow(pass, sequence) + column] += value;
            }
        }

        return gradient;
    }

    private float[] ThroughLayer(int layer, float[] given, float[] outer)
    {
        var inner = (float[])outer.Clone();
        var gain = _memory.Parameters.Span(StagedChain.Gain(layer));
        var gains = _memory.Gradient.Span(StagedChain.Gain(layer));
        var biases = _memory.Gradient.Span(StagedChain.Bias(layer));
        for (var i = 0; i < outer.Length; i++)
        {
            var steep = 1 / (1 + MathF.Abs(given[Next(i)]));
            gains[i % Width] += outer[i] * Squash(given[Next(i)]);
            biases[i % Width] += outer[i];
            inner[Next(i)] += outer[i] * gain[i % Width] * steep * steep;
        }

        return inner;
    }

    private float[] Embed(StagePass pass)
    {
        var embedding = _memory.Parameters.Span(StagedChain.Embedding);
        var states = new float[pass.Batch.Sequences * Width];
        for (var sequence = 0; sequence < pass.Batch.Sequences; sequence++)
        {
            embedding.Slice(EmbeddingRow(pass, sequence), Width).CopyTo(states.AsSpan(sequence * Width));
        }

        return states;
    }

    private void AddEmbeddingGradient(StagePass pass, float[] gradient)
    {
        var embedding = _memory.Gradient.Span(StagedChain.Embedding);
        for (var i = 0; i < gradient.Length; i++)
        {
            embedding[EmbeddingRow(pass, i / Width) + (i % Width)] += gradient[i];
        }
    }

    private static float Squash(float value) => value / (1 + MathF.Abs(value));

    /// <summary>The column that a column reads: the one behind it in its sequence, the first one after the last.</summary>
    private int Next(int index) => (index - (index % Width)) + ((index + 1) % Width);

    private int EmbeddingRow(StagePass pass, int sequence) =>
        (int)(pass.Batch.Window(sequence)[0] % _options.Vocabulary) * Width;

    private int HeadRow(StagePass pass, int sequence) => (int)(LastToken(pass, sequence) % _options.Vocabulary) * Width;

    private static long LastToken(StagePass pass, int sequence) => pass.Batch.Window(sequence)[^1];

    private void RequireNoneHeld(string activity)
    {
        if (_held.Count > 0)
        {
            throw new InvalidOperationException(
                $"{activity} was asked of a stage that holds {_held.Count} microbatches between their two passes.");
        }
    }
}
