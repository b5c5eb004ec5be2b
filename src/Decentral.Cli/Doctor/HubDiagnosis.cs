using System.Globalization;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Membership;
using Decentral.Cli.Hosting;
using Decentral.Cli.Presentation;

namespace Decentral.Cli.Doctor;

/// <summary>Judges the way to a hub.</summary>
internal static class HubDiagnosis
{
    private const double LittleBandwidth = 125_000;
    private static readonly TimeSpan MuchOffset = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MostOffset = TimeSpan.FromDays(1);

    private static readonly Dictionary<RefusalKind, (string Subject, string Remedy)> Remedies = new()
    {
        [RefusalKind.Untrusted] =
            ("certificate", "join by the command that the hub printed last; if that is what you did, ask its owner"),
        [RefusalKind.ClientCertificate] =
            ("mutual TLS", $"have a certificate made by {ProgramName.Typed} keys node where the authority is"),
        [RefusalKind.Credential] =
            ("token", $"have a new one made by {ProgramName.Typed} keys token at the hub"),
        [RefusalKind.Unwanted] =
            ("joining", "stop the node of that name to try the rest, or raise limits.members in the job where the run is full"),
        [RefusalKind.Revoked] =
            ("revocation", $"have a new token made by {ProgramName.Typed} keys token at the hub, if that was a mistake"),
    };

    /// <summary>Judges the ways to all hubs of a run, of which one at a time leads.</summary>
    public static IEnumerable<Finding> Of(IReadOnlyList<HubFacts> hubs)
    {
        var isOneThere = hubs.Any(facts => facts.ConnectTime is not null);
        return hubs.SelectMany(facts => Of(facts, mayStandBy: isOneThere));
    }

    private static IEnumerable<Finding> Of(HubFacts facts, bool mayStandBy)
    {
        if (facts.Addresses.Count == 0)
        {
            yield return new Finding(
                "hub name", Level.Fail, $"{facts.Hub}: {facts.Fault}", "check the name, or use the hub's address in its stead");
            yield break;
        }

        yield return new Finding("hub name", Level.Ok, $"{facts.Hub}: {string.Join(", ", facts.Addresses)}");
        if (facts.ConnectTime is not { } connect)
        {
            yield return mayStandBy
                ? new Finding(
                    "hub port", Level.Warn, $"{facts.Hub}: {facts.Fault}",
                    "none for a hub that stands by, which listens once it leads; or else start it")
                : new Finding(
                    "hub port", Level.Fail, $"{facts.Hub}: {facts.Fault}",
                    "check that the hub runs, and that no firewall between lets its port out or in");
            yield break;
        }

        yield return new Finding("hub port", Level.Ok, $"connected in {Milliseconds(connect)}");
        if (!facts.IsJoined)
        {
            yield return JudgeRefusal(facts.Refusal, facts.Fault!);
            yield break;
        }

        yield return new Finding("joining", Level.Ok, "the hub takes this machine, and is the one that it is to be");
        yield return JudgeClock(facts.ClockOffset!.Value);
        if (facts.MeasureFault is { } fault)
        {
            yield return new Finding(
                "link", Level.Warn, $"the hub takes this machine, but the link could not be measured: {fault}",
                "try again when the link is less busy; if it stays so, raise sync.every in the job, and --lease at the hub");
            yield break;
        }

        yield return JudgeTimeouts(new NodeTimeouts(facts.Lease!.Value), facts.RoundTrip!.Value);
        yield return JudgeBandwidth("downlink", facts.Downlink!.Value);
        yield return JudgeBandwidth("uplink", facts.Uplink!.Value);
    }

    private static Finding JudgeRefusal(RefusalKind? refusal, string fault)
    {
        var (subject, remedy) = Remedies.GetValueOrDefault(
            refusal ?? RefusalKind.NotNow, ("joining", "join by the command that the hub printed last"));
        return new Finding(subject, Level.Fail, fault, remedy);
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
