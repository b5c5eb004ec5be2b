using System.Globalization;

namespace Decentral.EndToEnd.Samples;

/// <summary>A working directory for all samples, so that each text is turned into tokens once.</summary>
public sealed class SampleFolder : IDisposable
{
    private const int Lines = 4000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("decentral-samples-");

    public SampleFolder() => File.WriteAllText(
        System.IO.Path.Combine(Path, OwnText),
        string.Join(' ', Enumerable.Range(0, Lines).Select(Line)));

    /// <summary>A text in the folder.</summary>
    public static string OwnText => "own.txt";

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Line(int number) => string.Create(CultureInfo.InvariantCulture, $"own line {number}");
}
