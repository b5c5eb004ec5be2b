using Decentral.Models.Decoders;

namespace Decentral.Models.Tests.Replicas;

public sealed class LlamaReplicaTests : DecoderReplicaConformance
{
    protected override DecoderOptions Options => new()
    {
        Family = DecoderFamily.Llama,
        Layers = 2,
        Width = 24,
        Heads = 4,
        KeyValueHeads = 2,
        Context = 8,
        Vocabulary = Vocabulary,
        FeedForward = 30,
        TiedHead = false,
    };
}
