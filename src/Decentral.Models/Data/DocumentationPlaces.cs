namespace Decentral.Models.Data;

/// <summary>Where a machine may keep English documentation.</summary>
/// <param name="SdkRoots">Where .NET may be installed, likeliest first.</param>
/// <param name="SystemFolders">Where the system keeps the documents of its packages.</param>
internal sealed record DocumentationPlaces(IReadOnlyList<string> SdkRoots, IReadOnlyList<string> SystemFolders)
{
    public static DocumentationPlaces OfThisMachine() => new(Data.SdkRoots.Find(), SystemDocumentation.Folders);
}
