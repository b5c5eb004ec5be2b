using System.Collections.Immutable;
using System.IO.Enumeration;

namespace Decentral.Models.Data;

/// <summary>Finds the files that a path, a folder or a glob names, in ordinal order of their paths.</summary>
internal static class FileFinder
{
    private const int MaximumFiles = 1_000_000;

    /// <exception cref="DataSourceException">Nothing is found, or more than can be meant.</exception>
    public static ImmutableArray<SourceFile> Find(string source)
    {
        if (File.Exists(source))
        {
            return [SourceFile.Find(source, source)];
        }

        if (Directory.Exists(source))
        {
            return FindIn(source, static _ => true, $"folder '{source}' holds no file (hidden ones are left out)");
        }

        var glob = GlobPattern.Parse(source);
        if (glob is null)
        {
            throw new DataSourceException(
                $"data.source '{source}' does not exist (looked for '{Path.GetFullPath(source)}'). It takes " +
                $"'{DataSelection.SdkDocumentation}', a file, a folder, a glob such as 'texts/**/*.txt', or a " +
                ".jsonl file.");
        }

        return Directory.Exists(glob.Folder)
            ? FindIn(glob.Folder, glob.Matches, $"no file matches '{source}'")
            : throw new DataSourceException(
                $"data.source '{source}' matches nothing: there is no folder '{Path.GetFullPath(glob.Folder)}'.");
    }

    private static ImmutableArray<SourceFile> FindIn(string folder, Func<string, bool> isWanted, string nothing)
    {
        try
        {
            var names = Enumerate(folder).Where(isWanted).Take(MaximumFiles + 1).ToList();
            names.Sort(string.CompareOrdinal);
            return names.Count switch
            {
                0 => throw new DataSourceException($"data.source: {nothing}."),
                > MaximumFiles => throw new DataSourceException(
                    $"data.source names more than {MaximumFiles} files below '{folder}'. Join them, or name fewer."),
                _ => [.. names.Select(name => Found(folder, name))],
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataSourceException($"Folder '{folder}' cannot be read: {e.Message}", e);
        }
    }

    private static SourceFile Found(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return SourceFile.Find(path, path);
    }

    /// <summary>
    /// Paths below the folder, with '/' between names. Links to folders are not followed: they may form loops.
    /// </summary>
    private static FileSystemEnumerable<string> Enumerate(string folder)
    {
        var prefix = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)).Length;
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = false,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        };
        return new FileSystemEnumerable<string>(
            Path.GetFullPath(folder), (ref entry) => RelativeName(entry.ToFullPath(), prefix), options)
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
    }

    private static string RelativeName(string path, int prefix) =>
        path[prefix..].TrimStart(Path.DirectorySeparatorChar).Replace(Path.DirectorySeparatorChar, '/');
}
