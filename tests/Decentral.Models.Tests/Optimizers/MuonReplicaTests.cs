using Decentral.Models.Optimizers;

namespace Decentral.Models.Tests.Optimizers;

public sealed class MuonReplicaTests : OptimizerReplicaConformance
{
    protected override InnerOptimizerOptions Optimizer => new MuonOptions { Blocks = MuonBlocks.OfDecoder(Options) };
}
