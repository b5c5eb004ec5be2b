using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Decentral.Cli.Listening;

/// <summary>Under which names and addresses this machine can be reached.</summary>
internal static class HostNames
{
    /// <summary>All that the system knows of.</summary>
    public static IReadOnlyList<string> All() =>
        ["localhost", Dns.GetHostName(), .. Addresses().Select(address => address.ToString())];

    /// <summary>What others dial for a hub that listens at an address: the very address, unless it stands for all.</summary>
    public static string ForOthers(Uri listen) =>
        IPAddress.TryParse(listen.DnsSafeHost, out var address) && !IsAny(address)
            ? listen.Host
            : listen.IsLoopback
                ? listen.Host
                : Addresses().FirstOrDefault(candidate => !IPAddress.IsLoopback(candidate))?.ToString() ?? Dns.GetHostName();

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static IEnumerable<IPAddress> Addresses() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .Where(address => address.AddressFamily == AddressFamily.InterNetwork);
}
