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

    /// <summary>Reads a file; one that cannot be read gives a layer of one problem.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="origin">The same as the person named it, for messages.</param>
    public static JobLayer Read(string path, string origin)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[MostBytes + 1];
            var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return count > MostBytes
                ? Unreadable(origin, $"more than {MostBytes} bytes")
                : Decode(origin, bytes.AsSpan(0, count));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Unreadable(origin, Describe(path, fault));
        }
    }

    private static JobLayer Decode(string origin, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var text = StrictUtf8.GetString(bytes);
            return text.AsSpan().ContainsAny(NeverInText)
                ? Unreadable(origin, "binary data")
                : JobFileReader.Read(origin, text);
        }
        catch (DecoderFallbackException)
        {
            return Unreadable(origin, "binary data");
        }
    }

    private static string Describe(string path, Exception fault) => fault switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no file of that name",
        UnauthorizedAccessException when Directory.Exists(path) => "a folder",
        UnauthorizedAccessException => "a file without the right to read it",
        _ => fault.Message,
    };

    private static JobLayer Unreadable(string origin, string found) => new(
        [],
        new Dictionary<string, SourceLocation>(),
        [new LocatedProblem(new SourceLocation(origin), new JobProblem(JobNames.Job, "a job file in YAML", found))]);
}
