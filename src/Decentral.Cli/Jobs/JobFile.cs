using System.Buffers;
using System.Text;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Jobs;

/// <summary>Job files on disk.</summary>
internal static class JobFile
{
    /// <summary>Far more than any job takes, and little enough to read whole.</summary>
    private const int MostBytes = 1 << 20;

    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly SearchValues<char> NeverInText = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(code => (char)code).Where(c => c is not ('\t' or '\n' or '\r'))]);

    /// <summary>
    /// Reads the file at <paramref name="path"/>; one that cannot be read gives a layer of one problem.
    /// </summary>
    public static JobLayer Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[MostBytes + 1];
            var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return count > MostBytes
                ? Unreadable(path, $"more than {MostBytes} bytes")
                : Decode(path, bytes.AsSpan(0, count));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Unreadable(path, Describe(path, fault));
        }
    }

    private static JobLayer Decode(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var text = StrictUtf8.GetString(bytes);
            return text.AsSpan().ContainsAny(NeverInText)
                ? Unreadable(path, "binary data")
                : JobFileReader.Read(path, text);
        }
        catch (DecoderFallbackException)
        {
            return Unreadable(path, "binary data");
        }
    }

    private static string Describe(string path, Exception fault) => fault switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no file of that name",
        UnauthorizedAccessException when Directory.Exists(path) => "a folder",
        UnauthorizedAccessException => "a file without the right to read it",
        _ => fault.Message,
    };

    private static JobLayer Unreadable(string path, string found) => new(
        [],
        new Dictionary<string, SourceLocation>(),
        [new LocatedProblem(new SourceLocation(path), new JobProblem(JobNames.Job, "a job file in YAML", found))]);
}
