using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.Optimizers;

namespace Decentral.Models.Replicas;

// Shapes: B sequences, T tokens, V vocabulary.

/// <summary>A language model with its inner optimizer, on the CPU or on a CUDA device.</summary>
public sealed class DecoderReplica : IReplica
{
    private readonly DecoderMemory _memory;
    private readonly Decoder _decoder;

    /// <summary>A replica whose parameters are zero, to be written, loaded or initialized.</summary>
    /// <param name="options">The decoder.</param>
    /// <param name="optimizer">The inner optimizer.</param>
    /// <param name="device"><c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DecoderReplica(DecoderOptions options, InnerOptimizerOptions optimizer, string device = "cpu")
        : this(options, new DecoderMemory(DecoderParameters.LayOut(options), optimizer, device))
    {
    }

    internal DecoderReplica(DecoderOptions options, DecoderMemory memory)
    {
        Options = options;
        _memory = memory;
        _decoder = new Decoder(options, memory.CreateTensors(options), memory.Device);
    }

    /// <summary>The decoder's shape.</summary>
    public DecoderOptions Options { get; }

    /// <inheritdoc/>
    public ArenaLayout Layout => _memory.Layout;

    /// <inheritdoc/>
    public long OptimizerSteps
    {
        get => _memory.State.OptimizerSteps;
        set => _memory.State.OptimizerSteps = value;
    }

    /// <summary>Gives the parameters the values that a run with this seed starts from, equal on every member.</summary>
    public void Initialize(ulong seed) => _memory.Initialize(Options, seed);

    /// <summary>Replaces all parameters.</summary>
    /// <param name="source">Of an equal layout.</param>
    public void SetParameters(Arena source) => _memory.SetParameters(source);

    /// <summary>Copies all parameters out.</summary>
    /// <param name="destination">Of an equal layout.</param>
    public void GetParameters(Arena destination) => _memory.GetParameters(destination);

    /// <inheritdoc/>
    public void Read(ReplicaState state, ArenaFragment fragment, Span<float> destination, long start = 0) =>
        _memory.State.Read(state, fragment, destination, start);

    /// <inheritdoc/>
    public void Write(ReplicaState state, ArenaFragment fragment, ReadOnlySpan<float> source, long start = 0) =>
        _memory.State.Write(state, fragment, source, start);

    /// <inheritdoc/>
    public ArenaFragment Kept(ReplicaState state) => _memory.State.Kept(state);

    /// <inheritdoc/>
    public ContentDigest ComputeDigest(ReplicaState state) => _memory.State.ComputeDigest(state);

    /// <inheritdoc/>
    public double ComputeGradient(TokenBatch batch, int forwardPasses = 1)
    {
        using var passage = _memory.State.Boundary.Enter(nameof(ComputeGradient));
        Microbatches.Require(batch, forwardPasses);
        Options.RequireFits(batch);
        _memory.State.ClearGradient();
        var sequences = batch.Sequences / forwardPasses;
        var loss = 0.0;
        for (var pass = 0; pass < forwardPasses; pass++)
        {
            loss += AddGradient(batch.Slice(pass * sequences, sequences), forwardPasses);
        }

        return loss / forwardPasses;
    }

    /// <inheritdoc/>
    public double ApplyGradient(double learningRate, double clip = 0) => _memory.State.ApplyGradient(learningRate, clip);

    /// <inheritdoc/>
    public double Evaluate(TokenBatch batch)
    {
        using var passage = _memory.State.Boundary.Enter(nameof(Evaluate));
        Options.RequireFits(batch);
        using var scope = torch.NewDisposeScope();
        using var unrecorded = torch.no_grad();
        var (tokens_BT, targets_BT) = _memory.ToTensors(batch);
        return _decoder.Loss(tokens_BT, targets_BT).ToDouble();
    }

    /// <summary>Memory for one sequence that is continued token by token.</summary>
    internal DecoderCache CreateCache() => new(Options, _memory.Device);

    /// <summary>What the model expects after tokens that continue a sequence.</summary>
    /// <param name="tokens">At least one; with those in the cache at most the context.</param>
    /// <param name="cache">From <see cref="CreateCache"/>; takes the tokens up.</param>
    /// <param name="logits">Receives one number for each token of the vocabulary.</param>
    internal void Continue(ReadOnlySpan<long> tokens, DecoderCache cache, Span<float> logits)
    {
        using var passage = _memory.State.Boundary.Enter(nameof(Continue));
        Options.RequireFits(tokens, cache.Length + tokens.Length);
        using var scope = torch.NewDisposeScope();
        using var unrecorded = torch.no_grad();
        var tokens_1T = TorchSeam.FromSpan(tokens, [1, tokens.Length], _memory.Device);
        TorchSeam.AsSpan<float>(_decoder.Continue(tokens_1T, cache).cpu().contiguous()).CopyTo(logits);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _decoder.Dispose();
        _memory.Dispose();
    }

    /// <summary>
    /// The logits after every token, (B, T, V) row by row: for comparison with other implementations.
    /// </summary>
    internal float[] ComputeLogits(TokenBatch batch)
    {
        using var passage = _memory.State.Boundary.Enter(nameof(ComputeLogits));
        Options.RequireFits(batch);
        using var scope = torch.NewDisposeScope();
        using var unrecorded = torch.no_grad();
        var logits_BTV = _decoder.Logits(_memory.ToTensors(batch).Tokens_BT);
        return TorchSeam.AsSpan<float>(logits_BTV.cpu().contiguous()).ToArray();
    }

    private double AddGradient(TokenBatch batch, int forwardPasses)
    {
        using var scope = torch.NewDisposeScope();
        var (tokens_BT, targets_BT) = _memory.ToTensors(batch);
        var loss = _decoder.Loss(tokens_BT, targets_BT);
        (forwardPasses == 1 ? loss : loss / forwardPasses).backward();
        return loss.ToDouble();
    }
}
