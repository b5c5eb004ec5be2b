using System.Diagnostics;
using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;

namespace Decentral.Models.Replicas;

/// <summary>
/// A replica's state in flat tensors of a device, laid out as an arena; the optimizer is a few operations over all of
/// it. What goes in and out is staged through host memory.
/// </summary>
internal sealed class DeviceReplicaMemory : IReplicaMemory
{
    private readonly torch.Device _device;
    private readonly DeviceValues _parameters;
    private readonly DeviceValues _gradient;
    private readonly DeviceOptimizer _optimizer;

    internal DeviceReplicaMemory(ArenaLayout layout, InnerOptimizerOptions options, torch.Device device)
    {
        Layout = layout;
        _device = device;
        _optimizer = options.CreateOn(device, layout);
        var everything = new StateLayout(layout, _ => true);
        _parameters = new DeviceValues(everything, device);
        _gradient = new DeviceValues(everything, device);
    }

    public ArenaLayout Layout { get; }

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

    public void Read(ReplicaState state, ArenaFragment fragment, Span<float> destination, long start)
    {
        using var passage = Boundary.Enter(nameof(Read));
        Of(state).Read(fragment, destination, start);
    }

    public void ReadBeside(ReplicaState state, ArenaFragment fragment, Span<float> destination, long start)
    {
        using var reading = Boundary.EnterBeside(nameof(ReadBeside));
        Of(state).Read(fragment, destination, start);
    }

    public void Write(ReplicaState state, ArenaFragment fragment, ReadOnlySpan<float> source, long start)
    {
        using var passage = state == ReplicaState.Gradient ? Boundary.Enter(nameof(Write)) : Boundary.EnterToWrite(nameof(Write));
        Of(state).Write(fragment, source, start);
    }

    public ContentDigest ComputeDigest(ReplicaState state)
    {
        using var passage = Boundary.Enter(nameof(ComputeDigest));
        return Of(state).ComputeDigest();
    }

    public ArenaFragment Kept(ReplicaState state) => Of(state).Kept;

    public torch.Tensor CreateLeaf(ArenaEntry entry)
    {
        using var scope = torch.NewDisposeScope();
        var shape = entry.Shape.ToArray();
        var leaf = torch.nn.Parameter(torch.zeros(shape, device: _device));
        var values = _parameters.Part(entry.Range).view(shape);

        // The values stay as they are: Rebind copies the leaf's, so the leaf takes them first.
        using (torch.no_grad())
        {
            leaf.copy_(values);
        }

        TorchSeam.Rebind(leaf, values, _gradient.Part(entry.Range).view(shape));
        return leaf.DetachFromDisposeScope();
    }

    public void ClearGradient()
    {
        using var scope = torch.NewDisposeScope();
        _gradient.Flat_N.zero_();
    }

    public double GradientNorm()
    {
        using var scope = torch.NewDisposeScope();
        using var unrecorded = torch.no_grad();
        return Math.Sqrt(_gradient.Flat_N.square().sum(torch.float64).ToDouble());
    }

    public void Step(double learningRate, double scale) => _optimizer.Step(_parameters, _gradient, learningRate, scale);

    public void Dispose()
    {
        _parameters.Dispose();
        _gradient.Dispose();
        _optimizer.Dispose();
    }

    private DeviceValues Of(ReplicaState state) => state switch
    {
        ReplicaState.Parameters => _parameters,
        ReplicaState.Gradient => _gradient,
        ReplicaState.FirstMoment => _optimizer.FirstMoment,
        ReplicaState.SecondMoment => _optimizer.SecondMoment,
        _ => throw new UnreachableException(),
    };
}
