using Decentral.Models;
using Decentral.Models.Arenas;
using Decentral.Models.Replicas;

namespace Decentral.Benchmarks.Training;

/// <summary>A replica that a run may use but not dispose of.</summary>
internal sealed class BorrowedReplica(IReplica owner) : IReplica
{
    public ArenaLayout Layout => owner.Layout;

    public long OptimizerSteps
    {
        get => owner.OptimizerSteps;
        set => owner.OptimizerSteps = value;
    }

    public void Read(ReplicaState state, ArenaFragment fragment, Span<float> destination, long start = 0) =>
        owner.Read(state, fragment, destination, start);

    public void Write(ReplicaState state, ArenaFragment fragment, ReadOnlySpan<float> source, long start = 0) =>
        owner.Write(state, fragment, source, start);

    public ContentDigest ComputeDigest(ReplicaState state) => owner.ComputeDigest(state);

    public double ComputeGradient(TokenBatch batch, int forwardPasses = 1) => owner.ComputeGradient(batch, forwardPasses);

    public double ApplyGradient(double learningRate, double clip = 0) => owner.ApplyGradient(learningRate, clip);

    public double Evaluate(TokenBatch batch) => owner.Evaluate(batch);

    public void Dispose()
    {
    }
}
