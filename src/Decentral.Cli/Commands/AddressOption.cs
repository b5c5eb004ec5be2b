using Decentral.Cli.Hosting;

namespace Decentral.Cli.Commands;

/// <summary>Addresses of hubs, and of nodes that listen, on the command line.</summary>
internal static class AddressOption
{
    /// <summary>The port of a hub where none is named.</summary>
    private const int DefaultPort = 7450;

    /// <exception cref="MistakeException">It is no such address.</exception>
    public static Uri Parse(string option, string text) => Parse(option, text, DefaultPort);

    /// <exception cref="MistakeException">It is no such address.</exception>
    public static Uri Parse(string option, string text, int defaultPort)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            || address.PathAndQuery != "/")
        {
            throw new MistakeException($"{option}: expected an address as in https://hub:{defaultPort}, found '{text}'");
        }

        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
        {
            throw new MistakeException(
                $"{option}: expected https, found '{text}': http is for this machine alone, "
                + $"as in http://127.0.0.1:{defaultPort}");
        }

        return HasPort(text) ? address : new UriBuilder(address) { Port = defaultPort }.Uri;
    }

    private static bool HasPort(string text) => text.TrimEnd('/').Split("://")[^1].Split(']')[^1].Contains(':');
}
