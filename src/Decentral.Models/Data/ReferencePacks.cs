using System.Collections.Immutable;

namespace Decentral.Models.Data;

/// <summary>Finds the XML documentation of the .NET SDK's reference packs.</summary>
internal static class ReferencePacks
{
    /// <summary>
    /// The files <c>packs/PACK/VERSION/ref/FRAMEWORK/*.xml</c> of the first root that has any, of each pack's newest
    /// version, in ordinal order of pack and file.
    /// </summary>
    /// <param name="roots">Where .NET may be installed, likeliest first.</param>
    /// <exception cref="DataSourceException">A folder there cannot be read.</exception>
    public static ImmutableArray<SourceFile> FindDocumentation(IEnumerable<string> roots)
    {
        foreach (var root in roots)
        {
            var packs = Path.Combine(root, "packs");
            try
            {
                ImmutableArray<SourceFile> files = Directory.Exists(packs) ? [.. FilesOf(packs)] : [];
                if (!files.IsEmpty)
                {
                    return files;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new DataSourceException($"The reference packs in '{packs}' cannot be read: {e.Message}", e);
            }
        }

        return [];
    }

    private static IEnumerable<SourceFile> FilesOf(string packs) =>
        from pack in Directory.GetDirectories(packs).Order(StringComparer.Ordinal)
        let newest = Directory.GetDirectories(pack).MaxBy(VersionOf)
        where newest is not null
        let references = Path.Combine(newest, "ref")
        where Directory.Exists(references)
        from framework in Directory.GetDirectories(references).Order(StringComparer.Ordinal)
        from file in Directory.GetFiles(framework, "*.xml").Order(StringComparer.Ordinal)
        select SourceFile.Find(file, file);

    /// <summary>Orders versions by their numbers, a prerelease before its release.</summary>
    private static (Version Number, bool IsRelease, string Name) VersionOf(string folder)
    {
        var name = Path.GetFileName(folder);
        var number = name.Split('-')[0];
        return (Version.TryParse(number, out Version? version) ? version : new Version(), number == name, name);
    }
}
