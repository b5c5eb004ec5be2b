using Decentral.Models;
using Decentral.Models.Arenas;
using Decentral.Models.Replicas;

namespace Decentral.Cli.Tests.Runs;

/// <summary>A replica before each of whose steps something is done.</summary>
internal sealed class WatchedReplica(IReplica replica, Action beforeStep) : IReplica
{
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
        beforeStep();
        return replica.ComputeGradient(batch, forwardPasses);
    }

    public double ApplyGradient(double learningRate, double clip = 0) => replica.ApplyGradient(learningRate, clip);

    public double Evaluate(TokenBatch batch) => replica.Evaluate(batch);

    public void Dispose() => replica.Dispose();
}
