using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary>An inner optimizer over flat tensors of a device: an <see cref="InnerOptimizer"/>'s twin.</summary>
internal abstract class DeviceOptimizer : IDisposable
{
    private long _steps;

    private protected DeviceOptimizer(torch.Device device, StateLayout firstMoment, StateLayout secondMoment)
    {
        FirstMoment = new DeviceValues(firstMoment, device);
        SecondMoment = new DeviceValues(secondMoment, device);
    }

    internal DeviceValues FirstMoment { get; }

    internal DeviceValues SecondMoment { get; }

    internal long Steps
    {
        get => _steps;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _steps = value;
        }
    }

    public virtual void Dispose()
    {
        FirstMoment.Dispose();
        SecondMoment.Dispose();
    }

    /// <summary>As <see cref="InnerOptimizer.Step"/>.</summary>
    internal void Step(DeviceValues parameters, DeviceValues gradient, double learningRate, double gradientScale)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(learningRate);
        using var scope = torch.NewDisposeScope();
        using var unrecorded = torch.no_grad();
        _steps++;
        Update(parameters, gradient, learningRate, gradientScale);
    }

    private protected abstract void Update(
        DeviceValues parameters, DeviceValues gradient, double learningRate, double gradientScale);

    /// <summary>For every tensor of a model.</summary>
    private protected static StateLayout Everything(ArenaLayout layout) => new(layout, _ => true);
}
