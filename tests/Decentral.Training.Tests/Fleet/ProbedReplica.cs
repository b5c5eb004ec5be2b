using Decentral.Models;
using Decentral.Models.Arenas;
using Decentral.Models.Replicas;

namespace Decentral.Training.Tests.Fleet;

/// <summary>A replica whose gradients may be made worthless, and of which a test hears when it is disposed of.</summary>
/// <param name="replica">Owned.</param>
internal sealed class ProbedReplica(IReplica replica) : IReplica
{
    private int _steps;

    /// <summary>Whether the gradient of a step is not finite; asked with its number, from 0.</summary>
    public Predicate<int> Stumbles { get; init; } = static _ => false;

    /// <summary>Called once it has been disposed of.</summary>
    public Action Disposed { get; init; } = static () => { };

    public ArenaLayout Layout => replica.Layout;

    public long OptimizerSteps
    {
        get => replica.OptimizerSteps;
        set => replica.OptimizerSteps = value;
    }

    public void Read(ReplicaState state, ArenaFragment fragment, Span<float> destination, long start = 0) =>
        replica.Read(state, fragment, destination, start);

    public void Write(ReplicaState state, ArenaFragment fragment, ReadOnlySpan<float> source, long start = 0) =>
        replica.Write(state, fragment, source, start);

    public ContentDigest ComputeDigest(ReplicaState state) => replica.ComputeDigest(state);

    public double ComputeGradient(TokenBatch batch, int forwardPasses = 1)
    {
        var loss = replica.ComputeGradient(batch, forwardPasses);
        if (Stumbles(_steps++))
        {
            replica.Write(ReplicaState.Gradient, FragmentPartition.Whole(Layout), [float.NaN]);
        }

        return loss;
    }

    public double ApplyGradient(double learningRate, double clip = 0) => replica.ApplyGradient(learningRate, clip);

    public double Evaluate(TokenBatch batch) => replica.Evaluate(batch);

    public void Dispose()
    {
        replica.Dispose();
        Disposed();
    }
}
