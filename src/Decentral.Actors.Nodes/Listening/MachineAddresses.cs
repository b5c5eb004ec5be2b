using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Decentral.Actors.Nodes.Listening;

/// <summary>The addresses under which this machine can be reached, as far as it knows them itself.</summary>
public static class MachineAddresses
{
    /// <summary>Those of its network interfaces that are up; by IPv6, only such as mean the same everywhere.</summary>
    public static IReadOnlyList<IPAddress> All() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(static network => network.OperationalStatus == OperationalStatus.Up)
            .SelectMany(static network => network.GetIPProperties().UnicastAddresses)
            .Select(static unicast => unicast.Address)
            .Where(static address => !address.IsIPv6LinkLocal && !address.IsIPv6SiteLocal),
    ];

    /// <summary>Whether a host to listen at stands for all addresses of the machine.</summary>
    public static bool IsAny(Uri listen)
    {
        ArgumentNullException.ThrowIfNull(listen);
        return IPAddress.TryParse(listen.DnsSafeHost, out var address)
            && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
    }

    /// <summary>The addresses that others may dial for a host that stands for all of them.</summary>
    internal static IEnumerable<IPAddress> Behind(Uri any) => All().Where(address =>
        !IPAddress.IsLoopback(address)
        && (any.HostNameType == UriHostNameType.IPv6 || address.AddressFamily == AddressFamily.InterNetwork));
}
