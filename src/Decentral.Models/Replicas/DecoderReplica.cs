using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.Optimizers;

namespace Decentral.Models.Replicas;

// Shapes: B sequences, T tokens, V vocabulary.

/// <summary>A language model with its inner optimizer, on the CPU or on a CUDA device.</summary>
public sealed class DecoderReplica : IReplica
{
    private readonly IReplicaMemory _memory;
    private readonly List<torch.Tensor> _leaves = [];
    private readonly Decoder _decoder;
    private readonly torch.Device _device;

    /// <summary>A replica whose parameters are zero, to be written, loaded or initialized.</summary>
    /// <param name="options">The decoder.</param>
    /// <param name="optimizer">The inner optimizer.</param>
    /// <param name="device"><c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DecoderReplica(DecoderOptions options, InnerOptimizerOptions optimizer, string device = "cpu")
        : this(options, device, CreateMemory(DecoderParameters.LayOut(options), optimizer, device))
    {
    }

    internal DecoderReplica(DecoderOptions options, string device, IReplicaMemory memory)
    {
        Options = options;
        _device = new torch.Device(device);
        _memory = memory;
        _decoder = new Decoder(options, DecoderTensors.Create(options, CreateLeaf), _device);
    }

    /// <summary>The decoder's shape.</summary>
    public DecoderOptions Options { get; }

    /// <inheritdoc/>
    public ArenaLayout Layout => _memory.Layout;

    /// <inheritdoc/>
    public long OptimizerSteps
    {
        get => _memory.OptimizerSteps;
        set => _memory.OptimizerSteps = value;
    }

    /// <summary>Gives the parameters the values that a run with this seed starts from, equal on every member.</summary>
    public void Initialize(ulong seed)
    {
        using var arena = new Arena(Layout);
        DecoderParameters.Initialize(Options, arena, seed);
        SetParameters(arena);
    }

    /// <summary>Replaces all parameters.</summary>
    /// <param name="source">Of an equal layout.</param>
    public void SetParameters(Arena source) => ForEachChunk((range, fragment, start) =>
        _memory.Write(ReplicaState.Parameters, fragment, source.Span(range), start));

    /// <summary>Copies all parameters out.</summary>
    /// <param name="destination">Of an equal layout.</param>
    public void GetParameters(Arena destination) => ForEachChunk((range, fragment, start) =>
        _memory.Read(ReplicaState.Parameters, fragment, destination.Span(range), start));

    /// <inheritdoc/>
    public void Read(ReplicaState state, ArenaFragment fragment, Span<float> destination, long start = 0) =>
        _memory.Read(state, fragment, destination, start);

    /// <inheritdoc/>
    public void Write(ReplicaState state, ArenaFragment fragment, ReadOnlySpan<float> source, long start = 0) =>
        _memory.Write(state, fragment, source, start);

    /// <inheritdoc/>
    public ArenaFragment Kept(ReplicaState state) => _memory.Kept(state);

    /// <inheritdoc/>
    public ContentDigest ComputeDigest(ReplicaState state) => _memory.ComputeDigest(state);

    /// <inheritdoc/>
    public double ComputeGradient(TokenBatch batch, int forwardPasses = 1)
    {
        using var passage = _memory.Boundary.Enter(nameof(ComputeGradient));
        Microbatches.Require(batch, forwardPasses);
        RequireFits(batch);
        _memory.ClearGradient();
        var sequences = batch.Sequences / forwardPasses;
        var loss = 0.0;
        for (var pass = 0; pass < forwardPasses; pass++)
        {
            loss += AddGradient(batch.Slice(pass * sequences, sequences), forwardPasses);
        }

        return loss / forwardPasses;
    }

    /// <inheritdoc/>
    public double ApplyGradient(double learningRate, double clip = 0) => _memory.ApplyGradient(learningRate, clip);

    /// <inheritdoc/>
    public double Evaluate(TokenBatch batch)
    {
        using var passage = _memory.Boundary.Enter(nameof(Evaluate));
        RequireFits(batch);
        using var scope = torch.NewDisposeScope();
        using var unrecorded = torch.no_grad();
        var (tokens_BT, targets_BT) = ToTensors(batch);
        return _decoder.Loss(tokens_BT, targets_BT).ToDouble();
    }

    /// <summary>Memory for one sequence that is continued token by token.</summary>
    internal DecoderCache CreateCache() => new(Options, _device);

    /// <summary>What the model expects after tokens that continue a sequence.</summary>
    /// <param name="tokens">At least one; with those in the cache at most the context.</param>
    /// <param name="cache">From <see cref="CreateCache"/>; takes the tokens up.</param>
    /// <param name="logits">Receives one number for each token of the vocabulary.</param>
    internal void Continue(ReadOnlySpan<long> tokens, DecoderCache cache, Span<float> logits)
    {
        using var passage = _memory.Boundary.Enter(nameof(Continue));
        RequireFits(tokens, cache.Length + tokens.Length);
        using var scope = torch.NewDisposeScope();
        using var unrecorded = torch.no_grad();
        var tokens_1T = TorchSeam.FromSpan(tokens, [1, tokens.Length], _device);
        TorchSeam.AsSpan<float>(_decoder.Continue(tokens_1T, cache).cpu().contiguous()).CopyTo(logits);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _decoder.Dispose();
        _leaves.ForEach(leaf => leaf.Dispose());
        _memory.Dispose();
    }

    /// <summary>
    /// The logits after every token, (B, T, V) row by row: for comparison with other implementations.
    /// </summary>
    internal float[] ComputeLogits(TokenBatch batch)
    {
        using var passage = _memory.Boundary.Enter(nameof(ComputeLogits));
        RequireFits(batch);
        using var scope = torch.NewDisposeScope();
        using var unrecorded = torch.no_grad();
        var logits_BTV = _decoder.Logits(ToTensors(batch).Tokens_BT);
        return TorchSeam.AsSpan<float>(logits_BTV.cpu().contiguous()).ToArray();
    }

    private static IReplicaMemory CreateMemory(ArenaLayout layout, InnerOptimizerOptions optimizer, string device)
    {
        var target = new torch.Device(device);
        return target.type == DeviceType.CPU
            ? new HostReplicaMemory(layout, optimizer)
            : new DeviceReplicaMemory(layout, optimizer, target);
    }

    private torch.Tensor? CreateLeaf(string name)
    {
        if (!Layout.TryFind(name, out var entry))
        {
            return null;
        }

        var leaf = _memory.CreateLeaf(entry).DetachFromDisposeScope();
        _leaves.Add(leaf);
        return leaf;
    }

    private double AddGradient(TokenBatch batch, int forwardPasses)
    {
        using var scope = torch.NewDisposeScope();
        var (tokens_BT, targets_BT) = ToTensors(batch);
        var loss = _decoder.Loss(tokens_BT, targets_BT);
        (forwardPasses == 1 ? loss : loss / forwardPasses).backward();
        return loss.ToDouble();
    }

    private (torch.Tensor Tokens_BT, torch.Tensor Targets_BT) ToTensors(TokenBatch batch)
    {
        var windows = TorchSeam.FromSpan(batch.Windows.Span, [batch.Sequences, batch.Length + 1], _device);
        return (windows.narrow(1, 0, batch.Length).contiguous(), windows.narrow(1, 1, batch.Length).contiguous());
    }

    private void RequireFits(TokenBatch batch) => RequireFits(batch.Windows.Span, batch.Length);

    // libtorch would say "index out of range in self" and leave the reader to guess.
    private void RequireFits(ReadOnlySpan<long> tokens, int length)
    {
        if (length > Options.Context)
        {
            throw new ArgumentException(
                $"A sequence of {length} tokens does not fit the model's context of {Options.Context}.",
                nameof(length));
        }

        var outside = tokens.IndexOfAnyExceptInRange(0, Options.Vocabulary - 1);
        if (outside >= 0)
        {
            throw new ArgumentException(
                $"Token {tokens[outside]} at position {outside} is not in the vocabulary of {Options.Vocabulary}.",
                nameof(tokens));
        }
    }

    private void ForEachChunk(Action<ArenaRange, ArenaFragment, long> act)
    {
        var whole = FragmentPartition.Whole(Layout);
        var packed = 0L;
        foreach (var entry in Layout.Entries)
        {
            foreach (var chunk in entry.Range.Chunks())
            {
                act(chunk, whole, packed);
                packed += chunk.Length;
            }
        }
    }
}
