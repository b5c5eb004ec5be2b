using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Decentral.Models.Data;

/// <summary>Files as the person named them: each a document, or in a <c>.jsonl</c> file each record one.</summary>
internal sealed class FileSource : TextSource
{
    private readonly ImmutableArray<SourceFile> _files;
    private readonly string? _field;
    private readonly DataFormat _format;

    /// <exception cref="DataSourceException">All files are empty, or an option does not apply to them.</exception>
    public FileSource(ImmutableArray<SourceFile> files, DataSelection selection)
    {
        _files = [.. files.Where(file => file.Length > 0)];
        _field = selection.Field;
        _format = selection.Format;
        Description = files.Length == 1 ? files[0].Name : $"{files.Length} files of {selection.Source}";
        if (_files.IsEmpty)
        {
            throw new DataSourceException(
                files.Length == 1
                    ? $"'{files[0].Name}' is empty. Put text into it, or name another by --data."
                    : $"All {files.Length} files of '{selection.Source}' are empty. Put text into one, or name another by " +
                        "--data.");
        }

        if (_field is not null && !_files.Any(HasRecords))
        {
            throw new DataSourceException(
                $"data.field '{_field}' names fields of .jsonl records, and '{selection.Source}' has none " +
                $"{(_format == DataFormat.Bytes ? "with data.format bytes" : "of them")}. Remove data.field.");
        }
    }

    public override string Description { get; }

    private long Length => _files.Sum(file => file.Length);

    public override void CopyTo(ITextSink sink, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        var meter = new ProgressMeter(progress, DataStage.Tokenizing, Length);
        var documents = new FileDocumentReader(_format, meter);
        foreach (var file in _files.TakeWhile(_ => !sink.IsFull))
        {
            if (HasRecords(file))
            {
                new RecordFileReader(file, _field, meter).CopyTo(sink, cancellationToken);
            }
            else
            {
                documents.CopyTo(file, sink, cancellationToken);
            }

            file.CheckUnchanged();
        }

        meter.Report();
    }

    internal override ContentDigest Identify(IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        var meter = new ProgressMeter(progress, DataStage.Identifying, Length);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"files 1 {_format} {_field}\n"));
        var buffer = new byte[1 << 20];
        foreach (var file in _files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{file.Length} {HasRecords(file)}\n"));
            using var stream = file.Open();
            while (file.Read(stream, buffer) is var read && read > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(buffer.AsSpan(0, read));
                meter.Advance(read);
            }
        }

        meter.Report();
        return ContentDigest.Finish(hash);
    }

    private bool HasRecords(SourceFile file) => _format == DataFormat.Text && file.HasRecords;
}
