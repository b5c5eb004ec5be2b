using System.IO.Enumeration;

namespace Decentral.Models.Data;

/// <summary>
/// A glob: <c>*</c> and <c>?</c> stand for any characters, or one, within a name, and a name that is <c>**</c> for any
/// number of folders, none included. All other characters stand for themselves.
/// </summary>
internal sealed class GlobPattern
{
    private const string AnyFolders = "**";
    private static readonly char[] Wildcards = ['*', '?'];

    private readonly string[] _names;

    private GlobPattern(string folder, string[] names)
    {
        Folder = folder;
        _names = names;
    }

    /// <summary>The folder below which all matches lie.</summary>
    public string Folder { get; }

    /// <summary>The pattern in <paramref name="text"/>, or null when it has no wildcard.</summary>
    public static GlobPattern? Parse(string text)
    {
        var names = text.Replace(Path.DirectorySeparatorChar, '/').Split('/');
        var first = Array.FindIndex(names, name => name.IndexOfAny(Wildcards) >= 0);
        if (first < 0)
        {
            return null;
        }

        var folder = string.Join('/', names[..first]);
        var isRoot = first == 1 && names[0].Length == 0;
        return new GlobPattern(isRoot ? "/" : folder.Length == 0 ? "." : folder, names[first..]);
    }

    /// <summary>Whether a path below <see cref="Folder"/>, with '/' between names, matches.</summary>
    public bool Matches(string path) => Matches(_names, path.Split('/'));

    private static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
    {
        // As for '*' in a name: on a mismatch only the last '**' needs to take one folder more.
        var patternIndex = 0;
        var pathIndex = 0;
        var afterAny = -1;
        var anyTakesUpTo = 0;
        while (pathIndex < path.Length)
        {
            if (patternIndex < pattern.Length && pattern[patternIndex] == AnyFolders)
            {
                afterAny = ++patternIndex;
                anyTakesUpTo = pathIndex;
            }
            else if (patternIndex < pattern.Length && MatchesName(pattern[patternIndex], path[pathIndex]))
            {
                patternIndex++;
                pathIndex++;
            }
            else if (afterAny >= 0)
            {
                patternIndex = afterAny;
                pathIndex = ++anyTakesUpTo;
            }
            else
            {
                return false;
            }
        }

        return pattern[patternIndex..].IndexOfAnyExcept(AnyFolders) < 0;
    }

    private static bool MatchesName(string pattern, string name)
    {
        var withoutEscapes = pattern.Replace("\\", "\\\\", StringComparison.Ordinal);
        return FileSystemName.MatchesSimpleExpression(withoutEscapes, name, ignoreCase: false);
    }
}
