using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;

namespace Decentral.Models.Replicas;

/// <summary>
/// A replica of a noisy quadratic in place of a language model: a few dozen parameters, exact gradients, no native
/// library and equal bits on every machine. The protocol around it is trained in simulation, where it makes thousands
/// of steps a second.
/// </summary>
public sealed class QuadraticReplica : IReplica
{
    private readonly QuadraticObjective _objective;
    private readonly HostReplicaMemory _memory;
    private readonly ArenaFragment _whole;
    private readonly float[] _parameters;
    private readonly float[] _gradient;

    /// <summary>A replica at the start of a run.</summary>
    /// <param name="options">The objective.</param>
    /// <param name="optimizer">The inner optimizer.</param>
    /// <param name="seed">The run's seed: replicas of one run start from the same parameters.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public QuadraticReplica(QuadraticOptions options, InnerOptimizerOptions optimizer, ulong seed)
    {
        options.Validate();
        var layout = LayOut(options);
        _memory = new HostReplicaMemory(layout, optimizer);
        _objective = new QuadraticObjective(layout, options, seed);
        _whole = FragmentPartition.Whole(layout);
        _parameters = _objective.InitialParameters();
        _gradient = new float[_parameters.Length];
        _memory.Parameters.Write(_whole, _parameters);
    }

    /// <inheritdoc/>
    public ArenaLayout Layout => _memory.Layout;

    /// <inheritdoc/>
    public long OptimizerSteps
    {
        get => _memory.OptimizerSteps;
        set => _memory.OptimizerSteps = value;
    }

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

        // Nothing needs memory by batch here: the passes are one sum.
        Microbatches.Require(batch, forwardPasses);
        _memory.Parameters.Read(_whole, _parameters);
        var loss = _objective.Evaluate(_parameters, batch, _gradient);
        _memory.Gradient.Write(_whole, _gradient);
        return loss;
    }

    /// <inheritdoc/>
    public double ApplyGradient(double learningRate, double clip = 0) =>
        ((IReplicaMemory)_memory).ApplyGradient(learningRate, clip);

    /// <inheritdoc/>
    public double Evaluate(TokenBatch batch)
    {
        using var passage = _memory.Boundary.Enter(nameof(Evaluate));
        _memory.Parameters.Read(_whole, _parameters);
        return _objective.Evaluate(_parameters, batch, []);
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private static ArenaLayout LayOut(QuadraticOptions options)
    {
        var builder = new ArenaLayoutBuilder();
        for (var layer = 0; layer < options.Layers; layer++)
        {
            builder.Add($"layers.{layer}.weight", [options.Width, 3], layer);
            builder.Add($"layers.{layer}.bias", [options.Width], layer);
        }

        return builder.Build();
    }
}
