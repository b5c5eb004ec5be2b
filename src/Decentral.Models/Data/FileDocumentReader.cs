using Decentral.Models.Tokenizers;

namespace Decentral.Models.Data;

/// <summary>Reads a file as one document.</summary>
internal sealed class FileDocumentReader(DataFormat format, ProgressMeter meter)
{
    private readonly byte[] _buffer = new byte[1 << 20];

    /// <exception cref="DataSourceException">The file cannot be read, or is not text where text is
    /// expected.</exception>
    public void CopyTo(SourceFile file, ITextSink sink, CancellationToken cancellationToken)
    {
        using var stream = file.Open();
        long offset = 0;
        long lines = 0;
        var kept = 0;
        while (!sink.IsFull)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = file.Read(stream, _buffer.AsSpan(kept));
            meter.Advance(read);
            ReadOnlySpan<byte> bytes = _buffer.AsSpan(0, kept + read);
            if (bytes.IsEmpty)
            {
                break;
            }

            ReadOnlySpan<byte> text = format == DataFormat.Bytes || read == 0
                ? bytes
                : bytes[..Utf8Text.LengthOfWholeCharacters(bytes)];
            if (format == DataFormat.Text)
            {
                CheckText(file, text, offset, lines);
                lines += text.Count((byte)'\n');
            }

            var hasMark = format == DataFormat.Text && offset == 0 && text.StartsWith(Utf8Text.ByteOrderMark);
            sink.Append(hasMark ? text[Utf8Text.ByteOrderMark.Length..] : text);
            offset += text.Length;
            kept = bytes.Length - text.Length;
            bytes[text.Length..].CopyTo(_buffer);
        }

        sink.EndDocument();
    }

    private static void CheckText(SourceFile file, ReadOnlySpan<byte> text, long offset, long lines)
    {
        if (offset == 0 && (text is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]))
        {
            throw new DataSourceException(
                $"'{file.Name}' is UTF-16 text; UTF-8 is expected. Convert it: iconv -f UTF-16 -t UTF-8.");
        }

        if (Utf8Text.FindFault(text) is var (faultOffset, reason))
        {
            var line = lines + text[..faultOffset].Count((byte)'\n') + 1;
            throw new DataSourceException(
                $"'{file.Name}' is not UTF-8 text: {reason} (line {line}, byte offset {offset + faultOffset}). " +
                "Name text files only, or set data.format to bytes with the byte tokenizer to train on any file.");
        }
    }
}
