using Decentral.Models.Optimizers;

namespace Decentral.Models.Tests.Optimizers;

public sealed class SgdReplicaTests : OptimizerReplicaConformance
{
    protected override InnerOptimizerOptions Optimizer => new SgdOptions { Momentum = 0.9, WeightDecay = 0.1 };
}
