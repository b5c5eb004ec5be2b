using System.Text;
using Decentral.Models.Tokenizers;

namespace Decentral.Models.Data;

/// <summary>One source's way to a vocabulary, or back to the one that the store has of it.</summary>
internal sealed class TokenizerTraining(
    TokenShardStore store, TextSource source, DataSelection selection, BytePairTrainingOptions options)
{
    /// <summary>More text than this does not change a vocabulary for the better.</summary>
    private const long MaximumTrainingBytes = 256 << 20;

    private readonly long _maximumBytes = Math.Min(selection.EffectiveMaxBytes ?? long.MaxValue, MaximumTrainingBytes);

    public BytePairTokenizer Open(IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        var path = store.TokenizerPath(KeyOf(source.Identify(progress, cancellationToken)));
        if (OpenStored(path) is { } stored)
        {
            return stored;
        }

        var trainer = new BytePairTrainer(options);
        var sink = new LimitedSink(new TrainingSink(trainer), _maximumBytes);
        source.CopyToTokenizer(sink, progress, cancellationToken);
        var tokenizer = trainer.Train(cancellationToken);
        store.Clean();
        tokenizer.Save(path);
        return tokenizer;
    }

    private static BytePairTokenizer? OpenStored(string path)
    {
        try
        {
            return File.Exists(path) ? BytePairTokenizer.Load(path) : null;
        }
        catch (InvalidDataException)
        {
            // It is learned again; the same text gives the same vocabulary.
            return null;
        }
    }

    private ContentDigest KeyOf(ContentDigest identity) => ContentDigest.Of(Encoding.UTF8.GetBytes(
        $"tokenizer 1\n{identity}\n{_maximumBytes}\n{options.VocabularySize}\n{options.MinimumFrequency}\n" +
        string.Join('\n', options.SpecialTokens)));

    private sealed class TrainingSink(BytePairTrainer trainer) : ITextSink
    {
        public bool IsFull => false;

        public void Append(ReadOnlySpan<byte> text) => trainer.Append(text);

        public void EndDocument() => trainer.EndDocument();
    }
}
