namespace Decentral.Actors.Nodes;

/// <summary>Where links begin on whoever listens: a hub, or a node that its peers may dial.</summary>
internal static class LinkAddress
{
    /// <summary>
    /// The path of the WebSockets, with the layout's version: what comes after another one is another protocol.
    /// </summary>
    public const string LinkPath = "/decentral/v1/link";

    /// <summary>
    /// Whether what goes there is for nobody else to read or to change: by https, or by http within one machine.
    /// </summary>
    public static bool IsSafe(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);

    /// <summary>The address to dial for that of a listener.</summary>
    /// <param name="listener">http or https.</param>
    public static Uri ToWebSocket(Uri listener) => new UriBuilder(listener)
    {
        Scheme = listener.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
        Path = LinkPath,
    }.Uri;
}
