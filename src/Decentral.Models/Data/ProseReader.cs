namespace Decentral.Models.Data;

/// <summary>Gets paragraphs of prose out of files that hold other things too.</summary>
internal abstract class ProseReader
{
    private const int MinimumSpaces = 2;

    /// <summary>Gives the paragraphs of each document in the file, each on a line, under the document's name.</summary>
    /// <exception cref="DataSourceException">The file cannot be read, or is not of the expected form.</exception>
    public abstract void Read(SourceFile file, Action<string, IReadOnlyList<string>> take);

    /// <summary>
    /// Whether a line reads as a sentence: some words, at least two thirds of it small letters and spaces, and no
    /// underscore. Signatures, tables and instruction listings do not.
    /// </summary>
    public static bool IsProse(ReadOnlySpan<char> line)
    {
        var spaces = line.Count(' ');
        var small = 0;
        foreach (var c in line)
        {
            small += char.IsAsciiLetterLower(c) ? 1 : 0;
        }

        return spaces >= MinimumSpaces && 3 * (small + spaces) >= 2 * line.Length && !line.Contains('_');
    }
}
