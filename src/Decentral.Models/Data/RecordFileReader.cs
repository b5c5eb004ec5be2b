using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Decentral.Models.Tokenizers;

namespace Decentral.Models.Data;

/// <summary>Reads a <c>.jsonl</c> file: each line that is not blank is a JSON object, and a document.</summary>
/// <param name="file">The file.</param>
/// <param name="field">The fields to take, separated by commas; null for those that the first record suggests.</param>
/// <param name="meter">Is told of the bytes read.</param>
internal sealed class RecordFileReader(SourceFile file, string? field, ProgressMeter meter)
{
    /// <summary>A longer line is refused, so that memory stays bounded.</summary>
    private const int MaximumLineBytes = 16 << 20;

    private byte[] _buffer = new byte[1 << 16];
    private int _kept;
    private long _lineNumber;
    private RecordFields? _fields = field is null ? null : RecordFields.Named(field);

    /// <exception cref="DataSourceException">The file cannot be read, or a line is not a record with the
    /// fields.</exception>
    public void CopyTo(ITextSink sink, CancellationToken cancellationToken)
    {
        using var stream = file.Open();
        int read;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            MakeRoom();
            read = file.Read(stream, _buffer.AsSpan(_kept));
            meter.Advance(read);
            ReadOnlySpan<byte> rest = _buffer.AsSpan(0, _kept + read);
            while (!sink.IsFull && TakeLine(ref rest, isLast: read == 0, out ReadOnlySpan<byte> line))
            {
                CopyLine(line, sink);
            }

            _kept = rest.Length;
            rest.CopyTo(_buffer);
        }
        while (read > 0 && !sink.IsFull);
    }

    private void MakeRoom()
    {
        if (_kept == MaximumLineBytes)
        {
            throw new DataSourceException(
                $"'{file.Name}' line {_lineNumber + 1} is longer than {MaximumLineBytes >> 20} MiB. " +
                "A .jsonl file has one record a line; is it one?");
        }

        if (_kept == _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Min(2 * _buffer.Length, MaximumLineBytes));
        }
    }

    private bool TakeLine(ref ReadOnlySpan<byte> rest, bool isLast, out ReadOnlySpan<byte> line)
    {
        var end = rest.IndexOf((byte)'\n');
        if (end < 0 && (!isLast || rest.IsEmpty))
        {
            line = default;
            return false;
        }

        line = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        _lineNumber++;
        if (_lineNumber == 1 && line.StartsWith(Utf8Text.ByteOrderMark))
        {
            line = line[Utf8Text.ByteOrderMark.Length..];
        }

        return true;
    }

    private void CopyLine(ReadOnlySpan<byte> line, ITextSink sink)
    {
        if (line.IndexOfAnyExcept(" \t\r"u8) >= 0)
        {
            CopyRecord(ReadRecord(line), sink);
        }
    }

    private ReadOnlySpan<string?> ReadRecord(ReadOnlySpan<byte> line)
    {
        try
        {
            if (!Utf8.IsValid(line))
            {
                throw new FormatException("it is not UTF-8 text");
            }

            _fields ??= RecordFields.SuggestedBy(line);
            return _fields.Read(line);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            var reason = e switch
            {
                JsonException json => $"not JSON at byte {json.BytePositionInLine + 1}",
                InvalidOperationException => "it has half of a surrogate pair, which is not Unicode text",
                _ => e.Message,
            };
            var remedy = field is null && _fields is not null
                ? $" The first record chose '{string.Join(',', _fields.Names)}'; data.field names other fields."
                : "";
            throw new DataSourceException($"'{file.Name}' line {_lineNumber}: {reason}.{remedy}", e);
        }
    }

    private static void CopyRecord(ReadOnlySpan<string?> values, ITextSink sink)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                sink.Append("\n"u8);
            }

            sink.Append(Encoding.UTF8.GetBytes(values[i]!));
        }

        sink.EndDocument();
    }
}
