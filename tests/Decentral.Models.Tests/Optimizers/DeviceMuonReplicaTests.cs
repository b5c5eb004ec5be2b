using Decentral.Models.Decoders;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;

namespace Decentral.Models.Tests.Optimizers;

/// <summary>The memory of a CUDA device, its flat tensors placed on the CPU.</summary>
public sealed class DeviceMuonReplicaTests : OptimizerReplicaConformance
{
    protected override InnerOptimizerOptions Optimizer => new MuonOptions { Blocks = MuonBlocks.OfDecoder(Options) };

    protected override DecoderReplica CreateReplica(DecoderOptions options, AdamWOptions optimizer) => OnFlatTensors();
}
