using System.Collections.Immutable;

namespace Decentral.Models.Data;

/// <summary>Where text comes from: documents in an order that is the same every time.</summary>
public abstract class TextSource
{
    private protected TextSource()
    {
    }

    /// <summary>What the source is, in a few words for the person.</summary>
    public abstract string Description { get; }

    /// <summary>What the person should know about how the source was resolved, in whole sentences.</summary>
    public virtual ImmutableArray<string> Notices => [];

    /// <summary>Finds the files of <see cref="DataSelection.Source"/>.</summary>
    /// <exception cref="DataSourceException">There is nothing there, or an option does not apply.</exception>
    public static TextSource Resolve(DataSelection selection) =>
        TextSourceResolver.Resolve(selection, DocumentationPlaces.OfThisMachine());

    /// <summary>Gives all documents to <paramref name="sink"/>, until it is full.</summary>
    /// <exception cref="DataSourceException">A file is missing, unreadable, or not what was expected.</exception>
    public abstract void CopyTo(ITextSink sink, IProgress<DataProgress>? progress, CancellationToken cancellationToken);

    /// <summary><see cref="CopyTo"/> a sink that refuses text which its tokenizer cannot take.</summary>
    /// <exception cref="DataSourceException">Also when the sink refuses the text.</exception>
    internal void CopyToTokenizer(
        ITextSink sink, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            CopyTo(sink, progress, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw new DataSourceException($"{Description}: {e.Message}", e);
        }
    }

    /// <summary>A digest that changes whenever <see cref="CopyTo"/> would give other documents.</summary>
    internal abstract ContentDigest Identify(IProgress<DataProgress>? progress, CancellationToken cancellationToken);
}
