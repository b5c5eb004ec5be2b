using System.Collections.Immutable;
using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary><see cref="Sgd"/> over flat tensors of a device, tensor by tensor.</summary>
internal sealed class DeviceSgd : DeviceOptimizer
{
    private readonly SgdOptions _options;
    private readonly ImmutableArray<bool> _decays;

    internal DeviceSgd(torch.Device device, ArenaLayout layout, SgdOptions options)
        : base(device, new StateLayout(layout, _ => options.Momentum > 0), new StateLayout(layout, _ => false))
    {
        options.Validate();
        _options = options;
        _decays = [.. layout.Entries.Select(options.Decays)];
    }

    // As SgdKernel, operation by operation.
    private protected override void Update(
        DeviceValues parameters, DeviceValues gradient, double learningRate, double gradientScale)
    {
        var coefficients = SgdCoefficients.For(_options, learningRate, gradientScale);
        for (var index = 0; index < _decays.Length; index++)
        {
            using var scope = torch.NewDisposeScope();
            var values = parameters.Of(index);
            var step = gradient.Of(index).mul(coefficients.GradientScale);
            if (_options.Momentum > 0)
            {
                var velocity = FirstMoment.Of(index);
                velocity.mul_(coefficients.Momentum).add_(step);
                step = _options.Nesterov ? step.add(velocity, coefficients.Momentum) : velocity;
            }

            if (_decays[index])
            {
                values.mul_(coefficients.KeptPart);
            }

            values.add_(step, -coefficients.LearningRate);
        }
    }
}
