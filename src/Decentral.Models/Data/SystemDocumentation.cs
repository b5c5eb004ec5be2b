using System.Collections.Immutable;
using System.IO.Enumeration;

namespace Decentral.Models.Data;

/// <summary>Finds the plain text documents that a Linux system keeps for its packages.</summary>
internal static class SystemDocumentation
{
    private const long MaximumFileBytes = 4 << 20;

    /// <summary>The folders of Debian and its kin: licences, then the documents of packages.</summary>
    public static ImmutableArray<string> Folders => ["/usr/share/common-licenses", "/usr/share/doc"];

    /// <summary>The licences, and of other documents those whose names promise prose.</summary>
    /// <exception cref="DataSourceException">A folder cannot be read.</exception>
    public static ImmutableArray<SourceFile> Find(IEnumerable<string> folders)
    {
        try
        {
            return
            [
                .. from folder in folders
                   where Directory.Exists(folder)
                   from path in Enumerate(folder).Order(StringComparer.Ordinal)
                   select SourceFile.Find(path, path) into file
                   where file.Length is > 0 and <= MaximumFileBytes
                   select file,
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataSourceException($"The system's documents cannot be read: {e.Message}", e);
        }
    }

    private static FileSystemEnumerable<string> Enumerate(string folder)
    {
        var isLicences = Path.GetFileName(folder) == "common-licenses";
        return new FileSystemEnumerable<string>(
            folder,
            static (ref entry) => entry.ToFullPath(),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory && (isLicences || PromisesProse(entry.FileName)),
        };
    }

    private static bool PromisesProse(ReadOnlySpan<char> name) =>
        name is "copyright"
        || name.EndsWith(".txt", StringComparison.Ordinal)
        || name.EndsWith(".md", StringComparison.Ordinal)
        || ((name.StartsWith("README") || name.StartsWith("NEWS")) && !name.EndsWith(".gz", StringComparison.Ordinal));
}
