namespace Decentral.Models.Data;

/// <summary>Takes the documents of a source, piece by piece.</summary>
public interface ITextSink
{
    /// <summary>Whether further text would be ignored, so that a source may stop early.</summary>
    bool IsFull { get; }

    /// <summary>Takes the next bytes of the current document. A piece may end within a character.</summary>
    void Append(ReadOnlySpan<byte> text);

    /// <summary>Ends the current document.</summary>
    void EndDocument();
}
