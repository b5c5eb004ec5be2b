using System.Collections.Immutable;
using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary><see cref="Lamb"/> over flat tensors of a device, tensor by tensor.</summary>
internal sealed class DeviceLamb : DeviceOptimizer
{
    private readonly LambOptions _options;
    private readonly ImmutableArray<bool> _adapts;

    internal DeviceLamb(torch.Device device, ArenaLayout layout, LambOptions options)
        : base(device, Everything(layout), Everything(layout))
    {
        options.Validate();
        _options = options;
        _adapts = [.. layout.Entries.Select(options.Adapts)];
    }

    private protected override void Update(
        DeviceValues parameters, DeviceValues gradient, double learningRate, double gradientScale)
    {
        var coefficients = LambCoefficients.For(_options, Steps, gradientScale);
        for (var index = 0; index < _adapts.Length; index++)
        {
            using var scope = torch.NewDisposeScope();
            var values = parameters.Of(index);
            var direction = Direction(
                gradient.Of(index), FirstMoment.Of(index), SecondMoment.Of(index), coefficients);
            var ratio = 1.0;
            if (_adapts[index])
            {
                direction.add_(values, coefficients.WeightDecay);
                ratio = _options.TrustRatio(Norm(values), Norm(direction));
            }

            values.add_(direction, -learningRate * ratio);
        }
    }

    // As LambKernel, operation by operation, all but the decay.
    private static torch.Tensor Direction(
        torch.Tensor gradient, torch.Tensor first, torch.Tensor second, in LambCoefficients coefficients)
    {
        var scaled = gradient.mul(coefficients.GradientScale);
        first.mul_(coefficients.Beta1).add_(scaled, coefficients.NewPart1);
        second.mul_(coefficients.Beta2).addcmul_(scaled, scaled, coefficients.NewPart2);
        var root = second.sqrt().mul_(coefficients.RootCorrection).add_(coefficients.Epsilon);
        return first.mul(coefficients.MeanCorrection).div_(root);
    }

    private static double Norm(torch.Tensor values) => Math.Sqrt(values.square().sum(torch.float64).ToDouble());
}
