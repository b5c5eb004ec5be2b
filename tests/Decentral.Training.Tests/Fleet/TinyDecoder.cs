using Decentral.Models.Decoders;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;

namespace Decentral.Training.Tests.Fleet;

/// <summary>A real model, as small as it may be.</summary>
internal static class TinyDecoder
{
    private const int Vocabulary = 32;

    /// <summary>A run of it.</summary>
    public static FleetOptions Options { get; } = new()
    {
        Model = () => Make(new AdamWOptions()),
        Vocabulary = Vocabulary,
        LearningRate = 1e-2,
    };

    /// <summary>One with its first parameters.</summary>
    public static IReplica Make(AdamWOptions optimizer)
    {
        var replica = new DecoderReplica(
            new DecoderOptions
            {
                Family = DecoderFamily.Gpt,
                Layers = 2,
                Width = 16,
                Heads = 2,
                Context = Options.Context,
                Vocabulary = Vocabulary,
            },
            optimizer);
        replica.Initialize(seed: 1);
        return replica;
    }
}
