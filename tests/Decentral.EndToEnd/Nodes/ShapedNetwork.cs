using System.Diagnostics;
using System.Globalization;

namespace Decentral.EndToEnd.Nodes;

/// <summary>
/// A network namespace with one link to this machine's own, which can be cut, healed and squeezed. Takes root, and the ip and
/// tc of iproute2.
/// </summary>
internal sealed class ShapedNetwork : IDisposable
{
    private readonly string _outside;
    private readonly string _inside;

    public ShapedNetwork(int number)
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"decentral-{Environment.ProcessId}-{number}");
        _outside = string.Create(CultureInfo.InvariantCulture, $"dco{Environment.ProcessId % 100000}{number}");
        _inside = string.Create(CultureInfo.InvariantCulture, $"dci{Environment.ProcessId % 100000}{number}");
        HubAddress = string.Create(CultureInfo.InvariantCulture, $"10.213.{number}.1");
        Run("ip", "netns", "add", Name);
        Run("ip", "link", "add", _outside, "type", "veth", "peer", "name", _inside);
        Run("ip", "link", "set", _inside, "netns", Name);
        Run("ip", "addr", "add", $"{HubAddress}/24", "dev", _outside);
        Run("ip", "link", "set", _outside, "up");
        RunInside("ip", "addr", "add", string.Create(CultureInfo.InvariantCulture, $"10.213.{number}.2/24"), "dev", _inside);
        RunInside("ip", "link", "set", _inside, "up");
        RunInside("ip", "link", "set", "lo", "up");
    }

    /// <summary>Whether this machine can have one.</summary>
    public static bool IsPossible => Environment.IsPrivilegedProcess && OperatingSystem.IsLinux()
        && File.Exists("/usr/sbin/ip") && File.Exists("/usr/sbin/tc");

    /// <summary>The namespace.</summary>
    public string Name { get; }

    /// <summary>This machine, as the namespace reaches it.</summary>
    public string HubAddress { get; }

    /// <summary>Lets nothing through, and says so to nobody.</summary>
    public void Cut() => Run("ip", "link", "set", _outside, "down");

    public void Heal() => Run("ip", "link", "set", _outside, "up");

    /// <summary>Lets so much through in each direction.</summary>
    public void Squeeze(string rate)
    {
        string[] shape = ["root", "tbf", "rate", rate, "burst", "16kb", "latency", "400ms"];
        Run("tc", ["qdisc", "add", "dev", _outside, .. shape]);
        RunInside("tc", ["qdisc", "add", "dev", _inside, .. shape]);
    }

    public void Dispose()
    {
        Run("ip", "link", "del", _outside);
        Run("ip", "netns", "del", Name);
    }

    private void RunInside(string program, params string[] arguments) =>
        Run("ip", ["netns", "exec", Name, program, .. arguments]);

    private static void Run(string program, params string[] arguments)
    {
        var run = ProgramRun.Of(new ProcessStartInfo(program, arguments));
        Assert.True(run.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {run.Errors}");
    }
}
