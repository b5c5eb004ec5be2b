namespace Decentral.Models.Data;

/// <summary>Decides which source a job's <c>data</c> names.</summary>
internal static class TextSourceResolver
{
    /// <param name="selection">The job's <c>data</c>.</param>
    /// <param name="places">Where documentation may lie.</param>
    /// <exception cref="DataSourceException">There is nothing there, or an option does not apply.</exception>
    public static TextSource Resolve(DataSelection selection, DocumentationPlaces places)
    {
        if (selection.MaxBytes is < 1)
        {
            throw new DataSourceException($"data.maxBytes is {selection.MaxBytes}; it must be at least 1.");
        }

        return selection.Source switch
        {
            "" => throw new DataSourceException(
                $"data.source is empty. It takes '{DataSelection.SdkDocumentation}', a file, a folder, a glob, or a " +
                ".jsonl file."),
            DataSelection.SdkDocumentation => ResolveSdkDocumentation(selection, places),
            _ => new FileSource(FileFinder.Find(selection.Source), selection),
        };
    }

    private static ProseSource ResolveSdkDocumentation(DataSelection selection, DocumentationPlaces places)
    {
        if (selection.Field is not null || selection.Format != DataFormat.Text)
        {
            var option = selection.Field is not null ? "data.field" : "data.format";
            throw new DataSourceException(
                $"{option} does not apply to data.source '{DataSelection.SdkDocumentation}'. Remove it.");
        }

        var packs = ReferencePacks.FindDocumentation(places.SdkRoots);
        return packs.IsEmpty
            ? FallBack(places)
            : new ProseSource(packs, new DocumentationReader(), "English documentation of the .NET SDK", []);
    }

    private static ProseSource FallBack(DocumentationPlaces places)
    {
        var missing = "The .NET SDK has no documentation in packs/*/ref/*/*.xml (looked in " +
            $"{string.Join(", ", places.SdkRoots)}).";
        var documents = SystemDocumentation.Find(places.SystemFolders);
        var folders = string.Join(", ", places.SystemFolders);
        return documents.IsEmpty
            ? throw new DataSourceException(
                $"{missing} Nor are there documents in {folders}. Name other data: " +
                "--data FILE, a folder, a glob, or a .jsonl file.")
            : new ProseSource(
                documents,
                new PlainTextProseReader(),
                "English documents of this system",
                [$"{missing} Using those of {folders} instead; --data names other data."]);
    }
}
