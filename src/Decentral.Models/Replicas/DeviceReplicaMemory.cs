using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;

namespace Decentral.Models.Replicas;

/// <summary>
/// A replica's state in flat tensors of a device, laid out as an arena; the optimizer is a few operations over all of
/// it. What goes in and out is staged through host memory.
/// </summary>
internal sealed class DeviceReplicaMemory : IReplicaMemory
{
    private readonly AdamWOptions _options;
    private readonly torch.Device _device;
    private readonly torch.Tensor _parameters_N;
    private readonly torch.Tensor _gradient_N;
    private readonly torch.Tensor _firstMoment_N;
    private readonly torch.Tensor _secondMoment_N;

    // 1 where weights decay, 0 elsewhere.
    private readonly torch.Tensor _decays_N;
    private long _steps;

    internal DeviceReplicaMemory(ArenaLayout layout, AdamWOptions options, torch.Device device)
    {
        options.Validate();
        Layout = layout;
        _options = options;
        _device = device;
        _parameters_N = Zeros();
        _gradient_N = Zeros();
        _firstMoment_N = Zeros();
        _secondMoment_N = Zeros();
        _decays_N = Zeros();
        using var scope = torch.NewDisposeScope();
        foreach (var entry in layout.Entries.Where(options.Decays))
        {
            Part(_decays_N, entry.Range).fill_(1);
        }
    }

    public ArenaLayout Layout { get; }

    public StepBoundary Boundary { get; } = new();

    public long OptimizerSteps
    {
        get => _steps;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            using var passage = Boundary.Enter(nameof(OptimizerSteps));
            _steps = value;
        }
    }

    public void Read(ReplicaState state, ArenaFragment fragment, Span<float> destination, long start)
    {
        using var passage = Boundary.Enter(nameof(Read));
        using var scope = torch.NewDisposeScope();
        foreach (var (range, packed) in fragment.Locate(Layout, start, destination.Length))
        {
            var staged = Part(Of(state), range).cpu();
            TorchSeam.AsSpan<float>(staged).CopyTo(destination.Slice(packed, (int)range.Length));
        }
    }

    public void Write(ReplicaState state, ArenaFragment fragment, ReadOnlySpan<float> source, long start)
    {
        using var passage = Boundary.Enter(nameof(Write));
        using var scope = torch.NewDisposeScope();
        using var unrecorded = torch.no_grad();
        foreach (var (range, packed) in fragment.Locate(Layout, start, source.Length))
        {
            var staged = TorchSeam.FromSpan(source.Slice(packed, (int)range.Length), [range.Length]);
            Part(Of(state), range).copy_(staged);
        }
    }

    public ContentDigest ComputeDigest(ReplicaState state)
    {
        using var passage = Boundary.Enter(nameof(ComputeDigest));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in Layout.Entries)
        {
            foreach (var chunk in entry.Range.Chunks())
            {
                using var scope = torch.NewDisposeScope();
                var staged = Part(Of(state), chunk).cpu();
                hash.AppendData(MemoryMarshal.AsBytes(TorchSeam.AsSpan<float>(staged)));
            }
        }

        return ContentDigest.Finish(hash);
    }

    public torch.Tensor CreateLeaf(ArenaEntry entry)
    {
        using var scope = torch.NewDisposeScope();
        var shape = entry.Shape.ToArray();
        var leaf = torch.nn.Parameter(torch.zeros(shape, device: _device));
        var values = Part(_parameters_N, entry.Range).view(shape);

        // The values stay as they are: Rebind copies the leaf's, so the leaf takes them first.
        using (torch.no_grad())
        {
            leaf.copy_(values);
        }

        TorchSeam.Rebind(leaf, values, Part(_gradient_N, entry.Range).view(shape));
        return leaf.DetachFromDisposeScope();
    }

    public void ClearGradient()
    {
        using var scope = torch.NewDisposeScope();
        _gradient_N.zero_();
    }

    public double ApplyGradient(double learningRate, double clip)
    {
        using var passage = Boundary.Enter(nameof(ApplyGradient));
        using var scope = torch.NewDisposeScope();
        using var unrecorded = torch.no_grad();
        var norm = Math.Sqrt(_gradient_N.square().sum(torch.float64).ToDouble());
        if (double.IsFinite(norm))
        {
            Step(learningRate, clip == 0 ? 1 : GradientClipping.Coefficient(norm, clip));
        }

        return norm;
    }

    public void Dispose()
    {
        _parameters_N.Dispose();
        _gradient_N.Dispose();
        _firstMoment_N.Dispose();
        _secondMoment_N.Dispose();
        _decays_N.Dispose();
    }

    // As AdamWKernel, operation by operation.
    private void Step(double learningRate, double gradientScale)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(learningRate);
        _steps++;
        var coefficients = AdamWCoefficients.For(_options, _steps, learningRate, gradientScale);
        var scaled_N = _gradient_N.mul(coefficients.GradientScale);
        _firstMoment_N.mul_(coefficients.Beta1).add_(scaled_N, coefficients.NewPart1);
        _secondMoment_N.mul_(coefficients.Beta2).addcmul_(scaled_N, scaled_N, coefficients.NewPart2);
        var root_N = _secondMoment_N.sqrt().mul_(coefficients.RootCorrection).add_(coefficients.Epsilon);
        _parameters_N.mul_(_decays_N.mul(coefficients.KeptPart - 1).add_(1));
        _parameters_N.addcdiv_(_firstMoment_N, root_N, -coefficients.StepSize);
    }

    private torch.Tensor Zeros() => torch.zeros(Layout.Length, device: _device).DetachFromDisposeScope();

    private static torch.Tensor Part(torch.Tensor flat_N, ArenaRange range) =>
        flat_N.narrow(0, range.Offset, range.Length);

    private torch.Tensor Of(ReplicaState state) => state switch
    {
        ReplicaState.Parameters => _parameters_N,
        ReplicaState.Gradient => _gradient_N,
        ReplicaState.FirstMoment => _firstMoment_N,
        ReplicaState.SecondMoment => _secondMoment_N,
        _ => throw new UnreachableException(),
    };
}
