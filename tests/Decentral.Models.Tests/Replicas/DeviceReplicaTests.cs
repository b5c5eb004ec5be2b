using Decentral.Models.Decoders;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;

namespace Decentral.Models.Tests.Replicas;

/// <summary>The memory of a CUDA device, its flat tensors placed on the CPU.</summary>
public sealed class DeviceReplicaTests : DecoderReplicaConformance
{
    protected override DecoderOptions Options => new()
    {
        Family = DecoderFamily.Gpt,
        Layers = 1,
        Width = 20,
        Heads = 2,
        Context = 8,
        Vocabulary = Vocabulary,
    };

    protected override DecoderReplica CreateReplica(DecoderOptions options, AdamWOptions optimizer) => new(
        options, new DecoderMemory("cpu", new DeviceReplicaMemory(DecoderParameters.LayOut(options), optimizer, torch.CPU)));
}
