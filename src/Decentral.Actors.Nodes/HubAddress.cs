namespace Decentral.Actors.Nodes;

/// <summary>Where on a hub the links begin.</summary>
internal static class HubAddress
{
    /// <summary>
    /// The path of the WebSockets, with the layout's version: what comes after another one is another protocol.
    /// </summary>
    public const string LinkPath = "/decentral/v1/link";

    /// <summary>The address to dial for a hub's.</summary>
    /// <param name="hub">http or https.</param>
    public static Uri ToWebSocket(Uri hub) => new UriBuilder(hub)
    {
        Scheme = hub.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
        Path = LinkPath,
    }.Uri;
}
