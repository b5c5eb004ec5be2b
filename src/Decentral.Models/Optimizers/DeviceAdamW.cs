using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

// Shapes: N elements of a flat tensor, padding included.

/// <summary>AdamW as a few operations over all parameters at once.</summary>
internal sealed class DeviceAdamW : DeviceOptimizer
{
    private readonly AdamWOptions _options;

    // 1 where weights decay, 0 elsewhere.
    private readonly DeviceValues _decays;

    internal DeviceAdamW(torch.Device device, ArenaLayout layout, AdamWOptions options)
        : base(device, Everything(layout), Everything(layout))
    {
        options.Validate();
        _options = options;
        _decays = new DeviceValues(Everything(layout), device);
        using var scope = torch.NewDisposeScope();
        foreach (var entry in layout.Entries.Where(options.Decays))
        {
            _decays.Part(entry.Range).fill_(1);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _decays.Dispose();
    }

    private protected override void Update(
        DeviceValues parameters, DeviceValues gradient, double learningRate, double gradientScale)
    {
        var coefficients = AdamWCoefficients.For(_options, Steps, learningRate, gradientScale);
        var keptPart_N = _decays.Flat_N.mul(coefficients.KeptPart - 1).add_(1);
        parameters.Flat_N.mul_(keptPart_N);
        Move(parameters.Flat_N, gradient.Flat_N, FirstMoment.Flat_N, SecondMoment.Flat_N, coefficients);
    }

    /// <summary>As <see cref="AdamWKernel"/>, operation by operation, all but the decay.</summary>
    internal static void Move(
        torch.Tensor parameters,
        torch.Tensor gradient,
        torch.Tensor firstMoment,
        torch.Tensor secondMoment,
        in AdamWCoefficients coefficients)
    {
        var scaled = gradient.mul(coefficients.GradientScale);
        firstMoment.mul_(coefficients.Beta1).add_(scaled, coefficients.NewPart1);
        secondMoment.mul_(coefficients.Beta2).addcmul_(scaled, scaled, coefficients.NewPart2);
        var root = secondMoment.sqrt().mul_(coefficients.RootCorrection).add_(coefficients.Epsilon);
        parameters.addcdiv_(firstMoment, root, -coefficients.StepSize);
    }
}
