using Decentral.Models.Tokenizers;

namespace Decentral.Models.Data;

/// <summary>What a job's <c>data</c> must satisfy.</summary>
internal static class SelectionRules
{
    /// <exception cref="DataSourceException">An option is out of its range, or contradicts another.</exception>
    public static void Check(DataSelection selection, Tokenizer tokenizer)
    {
        if (selection.HeldOut is not (>= 0 and < 1))
        {
            throw new DataSourceException(
                $"data.heldOut is {selection.HeldOut}; it is a share of the text, at least 0 and below 1.");
        }

        if (selection.Format == DataFormat.Bytes && tokenizer is not ByteTokenizer)
        {
            throw new DataSourceException(
                "data.format bytes needs the byte tokenizer (model.tokenizer: bytes); other tokenizers encode text.");
        }
    }

    /// <exception cref="DataSourceException">The data are no text to learn a vocabulary from.</exception>
    public static void CheckText(DataSelection selection)
    {
        if (selection.Format != DataFormat.Text)
        {
            throw new DataSourceException(
                "A vocabulary is learned from text, and data.format is bytes. Use the byte tokenizer, or data.format text.");
        }
    }

    /// <exception cref="DataSourceException">One side of the split has no room for a sample.</exception>
    public static void CheckSize(DataSelection selection, DataManifest manifest, int context, string source)
    {
        var window = context + 1L;
        var (training, heldOut) = (manifest.TrainingTokenCount, manifest.HeldOutTokenCount);
        if (training < window)
        {
            throw new DataSourceException(
                $"{source}: {training} tokens are left to train on ({heldOut} held out); one sample takes {window} " +
                $"(model.context {context} + 1). Give more text, or lower model.context or data.heldOut.");
        }

        if (selection.HeldOut > 0 && heldOut < window)
        {
            throw new DataSourceException(
                $"{source}: data.heldOut {selection.HeldOut} holds out {heldOut} of {manifest.TokenCount} tokens; " +
                $"one sample takes {window} (model.context {context} + 1). Raise data.heldOut, give more text, lower " +
                "model.context, or set data.heldOut to 0.");
        }
    }
}
