using Decentral.Models.Tokenizers;

namespace Decentral.Models.Data;

/// <summary>
/// Turns a job's <c>data</c> into token shards. What was prepared once is found again in the store by the content of
/// the source, the tokenizer and the options, and is not tokenised a second time.
/// </summary>
/// <param name="store">Where the shards are kept.</param>
/// <param name="progress">Is told now and then how far it has come, on the calling thread; null for nobody.</param>
public sealed class DataPreparer(TokenShardStore store, IProgress<DataProgress>? progress = null)
{
    /// <summary>Resolves, tokenises where that is needed, splits, and opens the data.</summary>
    /// <param name="selection">The job's <c>data</c>.</param>
    /// <param name="tokenizer">Encodes the text.</param>
    /// <param name="context">Tokens that a model sees at once: each side of the split must hold context + 1.</param>
    /// <param name="cancellationToken">Ends the preparation; nothing half-made stays behind.</param>
    /// <exception cref="DataSourceException">The data or an option cannot be used; the message says why.</exception>
    /// <exception cref="IOException">The store cannot be written: the disk is full, say.</exception>
    /// <exception cref="UnauthorizedAccessException">The store's folder may not be written.</exception>
    public PreparedData Prepare(
        DataSelection selection, Tokenizer tokenizer, int context, CancellationToken cancellationToken) =>
        Prepare(TextSource.Resolve(selection), selection, tokenizer, context, cancellationToken);

    /// <summary>
    /// Learns a byte-pair vocabulary from the source, or takes the one that was learned from it before. It learns from
    /// the whole source, the part that <see cref="DataSelection.HeldOut"/> will hold out included, but of a long one
    /// only from the beginning (256 MiB).
    /// </summary>
    /// <param name="selection">The job's <c>data</c>; its format must be text.</param>
    /// <param name="options">What the vocabulary is to be like.</param>
    /// <param name="cancellationToken">Ends the learning.</param>
    /// <exception cref="DataSourceException">The data or an option cannot be used; the message says why.</exception>
    /// <exception cref="IOException">The store cannot be written: the disk is full, say.</exception>
    public BytePairTokenizer TrainTokenizer(
        DataSelection selection, BytePairTrainingOptions options, CancellationToken cancellationToken)
    {
        SelectionRules.CheckText(selection);
        var training = new TokenizerTraining(store, TextSource.Resolve(selection), selection, options);
        return training.Open(progress, cancellationToken);
    }

    internal PreparedData Prepare(
        TextSource source,
        DataSelection selection,
        Tokenizer tokenizer,
        int context,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(context, 1);
        SelectionRules.Check(selection, tokenizer);
        var preparation = new Preparation(store, source, selection, tokenizer);
        var corpus = preparation.Open(progress, cancellationToken);
        try
        {
            SelectionRules.CheckSize(selection, corpus.Manifest, context, source.Description);
        }
        catch
        {
            corpus.Dispose();
            throw;
        }

        return new PreparedData
        {
            Corpus = corpus,
            Description = source.Description,
            WasStored = preparation.WasStored,
            Notices = [.. source.Notices, .. preparation.Notices],
        };
    }
}
