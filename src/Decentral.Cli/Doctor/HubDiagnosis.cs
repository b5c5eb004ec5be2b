using System.Globalization;
using Decentral.Actors.Nodes.Membership;
using Decentral.Cli.Presentation;

namespace Decentral.Cli.Doctor;

/// <summary>Judges the way to a hub.</summary>
internal static class HubDiagnosis
{
    private const double LittleBandwidth = 125_000;
    private static readonly TimeSpan MuchOffset = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MostOffset = TimeSpan.FromDays(1);

    public static IEnumerable<Finding> Of(HubFacts facts)
    {
        if (facts.Addresses.Count == 0)
        {
            yield return new Finding(
                "hub name", Level.Fail, $"{facts.Hub}: {facts.Fault}", "check the name, or use the hub's address in its stead");
            yield break;
        }

        yield return new Finding("hub name", Level.Ok, string.Join(", ", facts.Addresses));
        if (facts.ConnectTime is not { } connect)
        {
            yield return new Finding(
                "hub port", Level.Fail, $"{facts.Hub}: {facts.Fault}",
                "check that the hub runs, and that no firewall between lets its port out or in");
            yield break;
        }

        yield return new Finding("hub port", Level.Ok, $"connected in {Milliseconds(connect)}");
        if (!facts.IsJoined)
        {
            yield return new Finding("joining", Level.Fail, facts.Fault!, "join by the command that the hub printed last");
            yield break;
        }

        yield return new Finding("joining", Level.Ok, "the hub takes this machine, and is the one that the token names");
        yield return JudgeClock(facts.ClockOffset!.Value);
        yield return JudgeTimeouts(new NodeTimeouts(facts.Lease!.Value), facts.RoundTrip!.Value);
        yield return JudgeBandwidth("downlink", facts.Downlink!.Value);
        yield return JudgeBandwidth("uplink", facts.Uplink!.Value);
    }

    private static Finding JudgeClock(TimeSpan offset)
    {
        var detail = string.Create(
            CultureInfo.InvariantCulture, $"the hub's is {Math.Abs(offset.TotalSeconds):0.0} s {(offset < TimeSpan.Zero ? "behind" : "ahead")}");
        return offset.Duration() switch
        {
            var off when off >= MostOffset => new Finding(
                "clock", Level.Fail, detail, "set the clocks right, as by timedatectl set-ntp true: certificates go by them"),
            var off when off >= MuchOffset => new Finding(
                "clock", Level.Warn, detail, "set the clocks right, as by timedatectl set-ntp true: logs and ledgers go by them"),
            _ => new Finding("clock", Level.Ok, detail),
        };
    }

    /// <remarks>All waiting times are parts of the lease, in one order; what may be wrong is the lease for this link.</remarks>
    private static Finding JudgeTimeouts(NodeTimeouts timeouts, TimeSpan roundTrip)
    {
        var detail = $"a heartbeat each {Milliseconds(timeouts.Heartbeat)}, lost after {Milliseconds(timeouts.Lease)} of silence; "
            + $"a round trip takes {Milliseconds(roundTrip)}";
        return roundTrip * 3 <= timeouts.Lease
            ? new Finding("timeouts", Level.Ok, detail)
            : new Finding(
                "timeouts", Level.Warn, detail,
                $"start the hub with --lease {Math.Ceiling(roundTrip.TotalSeconds * 3).ToString(CultureInfo.InvariantCulture)} or more");
    }

    private static Finding JudgeBandwidth(string subject, double bytesPerSecond) => bytesPerSecond >= LittleBandwidth
        ? new Finding(subject, Level.Ok, $"{Units.Bytes((long)bytesPerSecond)}/s")
        : new Finding(
            subject, Level.Warn, $"{Units.Bytes((long)bytesPerSecond)}/s, which is little",
            "synchronise less often: raise sync.every in the job");

    private static string Milliseconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");
}
