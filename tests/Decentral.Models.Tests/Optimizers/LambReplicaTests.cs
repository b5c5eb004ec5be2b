using Decentral.Models.Optimizers;

namespace Decentral.Models.Tests.Optimizers;

public sealed class LambReplicaTests : OptimizerReplicaConformance
{
    protected override InnerOptimizerOptions Optimizer => new LambOptions();
}
