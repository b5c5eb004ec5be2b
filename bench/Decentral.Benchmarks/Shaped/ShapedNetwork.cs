using System.Collections.Immutable;
using System.Globalization;
using Decentral.Benchmarks.Fleets;
using Decentral.Benchmarks.Reference;

namespace Decentral.Benchmarks.Shaped;

/// <summary>
/// Network namespaces with one link each to a switch, all in networks of their own: this machine's is not touched. Each link
/// lets the same rate through in each direction. Takes root, and the ip and tc of iproute2.
/// </summary>
internal sealed class ShapedNetwork : IDisposable
{
    /// <summary>A node's end of its link.</summary>
    public const string Interface = "eth0";

    private const int LeastBurstBytes = 16 << 10;
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(2);

    /// <summary>How long what is sent may queue before some of it is thrown away.</summary>
    private const string Queue = "400ms";

    private readonly List<string> _namespaces = [];
    private readonly string _prefix;

    /// <param name="nodes">Namespaces, beside that of the switch.</param>
    /// <param name="megabits">Mbit/s of each link, each way.</param>
    public ShapedNetwork(int nodes, int megabits)
    {
        _prefix = $"decentral-{Environment.ProcessId}";
        try
        {
            Add(Switch);
            Run("ip", "-n", Switch, "link", "add", "bridge", "type", "bridge");
            Run("ip", "-n", Switch, "link", "set", "bridge", "up");
            for (var node = 0; node < nodes; node++)
            {
                Add(NameOf(node));
                Link(node, megabits);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private string Switch => $"{_prefix}-switch";

    /// <summary>Why this machine cannot have one; null where it can.</summary>
    public static string? Obstacle() => (Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), HasTools()) switch
    {
        (false, _) => "Network namespaces and tc take root: run this benchmark as root, on Linux.",
        (_, false) => "There is no ip or tc in /usr/sbin: install iproute2.",
        _ => null,
    };

    /// <summary>Runs what it is put before in a node's namespace, on one core.</summary>
    public FleetPlace PlaceOf(int node) => CoreOf(node).Within("ip", "netns", "exec", NameOf(node));

    /// <summary>One core after another, so that nodes share them evenly.</summary>
    public static FleetPlace CoreOf(int node) => FleetPlace.OnCore(node % Environment.ProcessorCount);

    /// <summary>A node's, as all others reach it.</summary>
    public static string AddressOf(int node) => string.Create(CultureInfo.InvariantCulture, $"10.213.0.{node + 1}");

    /// <summary>Links go with the namespaces that they are in.</summary>
    public void Dispose()
    {
        foreach (var name in _namespaces)
        {
            Run("ip", "netns", "del", name);
        }

        _namespaces.Clear();
    }

    private static bool HasTools() => File.Exists("/usr/sbin/ip") && File.Exists("/usr/sbin/tc");

    private string NameOf(int node) => string.Create(CultureInfo.InvariantCulture, $"{_prefix}-{node}");

    private void Add(string name)
    {
        Run("ip", "netns", "add", name);
        _namespaces.Add(name);
    }

    private void Link(int node, int megabits)
    {
        var name = NameOf(node);
        var port = string.Create(CultureInfo.InvariantCulture, $"port{node}");
        Run("ip", "link", "add", Interface, "netns", name, "type", "veth", "peer", "name", port, "netns", Switch);
        Run("ip", "-n", Switch, "link", "set", port, "master", "bridge");
        Run("ip", "-n", name, "addr", "add", $"{AddressOf(node)}/24", "dev", Interface);
        Shape(name, Interface, megabits);
        Shape(Switch, port, megabits);
        Run("ip", "-n", Switch, "link", "set", port, "up");
        Run("ip", "-n", name, "link", "set", "lo", "up");
        Run("ip", "-n", name, "link", "set", Interface, "up");
    }

    /// <summary>What leaves an end of a link goes through a bucket of tokens.</summary>
    private static void Shape(string name, string device, int megabits)
    {
        var burst = Math.Max(LeastBurstBytes, (int)(megabits * 125_000 * Burst.TotalSeconds));
        ImmutableArray<string> shape =
            ["rate", Text($"{megabits}mbit"), "burst", Text($"{burst}b"), "latency", Queue];
        Run("tc", ["-n", name, "qdisc", "add", "dev", device, "root", "tbf", .. shape]);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Run(string program, params IEnumerable<string> arguments) => ChildProcess.Run(program, arguments);
}
