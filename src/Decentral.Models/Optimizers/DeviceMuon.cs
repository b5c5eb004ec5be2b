using System.Collections.Immutable;
using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary><see cref="Muon"/> over flat tensors of a device.</summary>
internal sealed class DeviceMuon : DeviceOptimizer
{
    private readonly MuonOptions _options;
    private readonly ImmutableArray<MuonPart> _parts;

    internal DeviceMuon(torch.Device device, ArenaLayout layout, MuonOptions options)
        : base(device, Everything(layout), new StateLayout(layout, entry => !options.Orthogonalizes(entry)))
    {
        options.Validate(layout);
        _options = options;
        _parts = MuonPart.Of(layout, options);
    }

    private protected override void Update(
        DeviceValues parameters, DeviceValues gradient, double learningRate, double gradientScale)
    {
        var matrix = MuonCoefficients.For(_options, learningRate, gradientScale);
        var others = AdamWCoefficients.For(
            _options.Others, Steps, learningRate * _options.OthersLearningRate, gradientScale);
        for (var index = 0; index < _parts.Length; index++)
        {
            using var scope = torch.NewDisposeScope();
            var (values, slopes, first) = (parameters.Of(index), gradient.Of(index), FirstMoment.Of(index));
            var part = _parts[index];
            if (part.IsMatrix)
            {
                MuonKernel.Update(values, slopes, first, part.Blocks, matrix);
                continue;
            }

            if (part.Decays)
            {
                values.mul_(others.KeptPart);
            }

            DeviceAdamW.Move(values, slopes, first, SecondMoment.Of(index), others);
        }
    }
}
