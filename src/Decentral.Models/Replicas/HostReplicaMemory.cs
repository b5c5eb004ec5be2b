using System.Diagnostics;
using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;

namespace Decentral.Models.Replicas;

/// <summary>A replica's state in arenas of this process; tensors look at the same memory.</summary>
internal sealed class HostReplicaMemory : IReplicaMemory
{
    private readonly InnerOptimizer _optimizer;

    internal HostReplicaMemory(ArenaLayout layout, InnerOptimizerOptions options)
    {
        _optimizer = options.Create(layout);
        Parameters = new Arena(layout);
        Gradient = new Arena(layout);
    }

    public ArenaLayout Layout => Parameters.Layout;

    public StepBoundary Boundary { get; } = new();

    public long OptimizerSteps
    {
        get => _optimizer.Steps;
        set
        {
            using var passage = Boundary.EnterToWrite(nameof(OptimizerSteps));
            _optimizer.Steps = value;
        }
    }

    internal Arena Parameters { get; }

    internal Arena Gradient { get; }

    public void Read(ReplicaState state, ArenaFragment fragment, Span<float> destination, long start)
    {
        using var passage = Boundary.Enter(nameof(Read));
        Copy(state, fragment, destination, start);
    }

    public void ReadBeside(ReplicaState state, ArenaFragment fragment, Span<float> destination, long start)
    {
        using var reading = Boundary.EnterBeside(nameof(ReadBeside));
        Copy(state, fragment, destination, start);
    }

    private void Copy(ReplicaState state, ArenaFragment fragment, Span<float> destination, long start)
    {
        if (ArenaOf(state) is { } arena)
        {
            arena.Read(fragment, destination, start);
        }
        else
        {
            Moment(state).Read(fragment, destination, start);
        }
    }

    public void Write(ReplicaState state, ArenaFragment fragment, ReadOnlySpan<float> source, long start)
    {
        using var passage = state == ReplicaState.Gradient ? Boundary.Enter(nameof(Write)) : Boundary.EnterToWrite(nameof(Write));
        if (ArenaOf(state) is { } arena)
        {
            arena.Write(fragment, source, start);
        }
        else
        {
            Moment(state).Write(fragment, source, start);
        }
    }

    public ContentDigest ComputeDigest(ReplicaState state)
    {
        using var passage = Boundary.Enter(nameof(ComputeDigest));
        return ArenaOf(state) is { } arena ? arena.ComputeDigest() : Moment(state).ComputeDigest();
    }

    public ArenaFragment Kept(ReplicaState state) =>
        ArenaOf(state) is null ? Moment(state).Kept : FragmentPartition.Whole(Layout);

    public torch.Tensor CreateLeaf(ArenaEntry entry)
    {
        var offset = (nint)(entry.Range.Offset * sizeof(float));
        return TorchSeam.ParameterOver(Parameters.Address + offset, Gradient.Address + offset, entry.Shape.AsSpan());
    }

    public void ClearGradient() => Gradient.Clear();

    public double GradientNorm() => Gradient.ComputeNorm();

    public void Step(double learningRate, double scale) => _optimizer.Step(Parameters, Gradient, learningRate, scale);

    public void Dispose()
    {
        Parameters.Dispose();
        Gradient.Dispose();
        _optimizer.Dispose();
    }

    private Arena? ArenaOf(ReplicaState state) => state switch
    {
        ReplicaState.Parameters => Parameters,
        ReplicaState.Gradient => Gradient,
        ReplicaState.FirstMoment or ReplicaState.SecondMoment => null,
        _ => throw new UnreachableException(),
    };

    private OptimizerState Moment(ReplicaState state) =>
        _optimizer.States.Single(moment => moment.Name == state.ToString());
}
