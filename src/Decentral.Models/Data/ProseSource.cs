using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Decentral.Models.Data;

/// <summary>
/// Prose from documentation that the machine already has. Documents come in the order of a digest of their names, so
/// that the beginning, the end and any stretch are alike in kind; a line that occurred before is left out.
/// </summary>
internal sealed class ProseSource : TextSource
{
    private readonly ImmutableArray<SourceFile> _files;
    private readonly ProseReader _reader;

    /// <param name="files">Where the prose is; of files with equal name and length only the first is read.</param>
    /// <param name="reader">Gets it out.</param>
    /// <param name="description">What it is, for the person.</param>
    /// <param name="notices">How it came to be chosen, where the person should know.</param>
    public ProseSource(
        ImmutableArray<SourceFile> files, ProseReader reader, string description, ImmutableArray<string> notices)
    {
        // Reference packs repeat the files of the packs that they build upon.
        _files = [.. files.DistinctBy(file => (Path.GetFileName(file.Path), file.Length))];
        _reader = reader;
        Description = $"{description} ({_files.Length} files)";
        Notices = notices;
    }

    public override string Description { get; }

    public override ImmutableArray<string> Notices { get; }

    public override void CopyTo(ITextSink sink, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        var written = new HashSet<string>();
        foreach (var lines in ReadAll(progress, cancellationToken).OrderBy(OrderOf).Select(pair => pair.Value))
        {
            var isEmpty = true;
            foreach (var line in lines.Where(line => ProseReader.IsProse(line) && written.Add(line)))
            {
                sink.Append(Encoding.UTF8.GetBytes(isEmpty ? line : "\n" + line));
                isEmpty = false;
            }

            sink.EndDocument();
            cancellationToken.ThrowIfCancellationRequested();
            if (sink.IsFull)
            {
                return;
            }
        }
    }

    /// <summary>
    /// A digest of what the files are called, their lengths and times: they belong to packages that nobody edits,
    /// and reading them all would take longer than finding what was prepared.
    /// </summary>
    internal override ContentDigest Identify(IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"prose 1 {_reader.GetType().Name}\n"));
        foreach (var file in _files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{file.Path} {file.Length} {file.Modified.Ticks}\n"));
        }

        return ContentDigest.Finish(hash);
    }

    private Dictionary<string, List<string>> ReadAll(
        IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        var documents = new Dictionary<string, List<string>>();
        var meter = new ProgressMeter(progress, DataStage.Tokenizing, _files.Sum(file => file.Length));
        foreach (var file in _files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _reader.Read(file, (name, lines) =>
            {
                if (!documents.TryGetValue(name, out List<string>? known))
                {
                    documents.Add(name, known = []);
                }

                known.AddRange(lines);
            });
            meter.Advance(file.Length);
        }

        meter.Report();
        return documents;
    }

    /// <summary>The first half of a digest: names that agree in it keep the order in which they were read.</summary>
    private static UInt128 OrderOf(KeyValuePair<string, List<string>> document) =>
        ContentDigest.Of(Encoding.UTF8.GetBytes(document.Key)).High;
}
