using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.HuggingFace;
using Decentral.Models.Tokenizers;

namespace Decentral.Cli.Tests.Commands;

/// <summary>Makes folders with tiny models, as a run leaves them.</summary>
internal static class TrainedFolder
{
    public static readonly DecoderOptions Decoder = new()
    {
        Family = DecoderFamily.Gpt,
        Layers = 1,
        Width = 8,
        Heads = 2,
        Context = 16,
        Vocabulary = 256,
    };

    public static void Make(string folder, DecoderOptions? options = null)
    {
        var decoder = options ?? Decoder;
        using var parameters = new Arena(DecoderParameters.LayOut(decoder));
        DecoderParameters.Initialize(decoder, parameters, seed: 1);
        HuggingFaceModel.Save(folder, decoder, parameters);
    }

    public static BytePairTokenizer TrainTokenizer(int vocabulary)
    {
        var trainer = new BytePairTrainer(new BytePairTrainingOptions { VocabularySize = vocabulary });
        trainer.Append("low lower lowest low lower low"u8);
        trainer.EndDocument();
        return trainer.Train(CancellationToken.None);
    }
}
