using Decentral.Models.Decoders;

namespace Decentral.Models.Tests.Replicas;

public sealed class GptReplicaTests : DecoderReplicaConformance
{
    protected override DecoderOptions Options => new()
    {
        Family = DecoderFamily.Gpt,
        Layers = 2,
        Width = 20,
        Heads = 4,
        Context = 8,
        Vocabulary = Vocabulary,
    };
}
