using System.Collections.Immutable;
using System.Globalization;
using Decentral.Cli.Presentation;
using Decentral.Cli.Runs;
using Decentral.Training.Estimates;
using Decentral.Training.Jobs;
using Spectre.Console;

namespace Decentral.Cli.Estimates;

/// <summary>What a job will come to, for a person.</summary>
internal static class DryRunReport
{
    public static void Write(IAnsiConsole console, DryRun dryRun, EstimateConditions conditions)
    {
        console.WriteLine();
        TextColumns.Write(console, [.. Summary(dryRun, conditions).Select(line => (string[])[line.Name, line.Value])]);
        console.WriteLine();
        WriteMemory(console, MemoryTitle(dryRun.Estimate.Job), dryRun.Estimate.Memory.Worker);
        if (!Exchanges(dryRun.Estimate.Job))
        {
            return;
        }

        console.WriteLine();
        WriteMemory(console, "the shards' memory", dryRun.Estimate.Memory.Shards);
        if (dryRun.Step.Time is { } stepTime)
        {
            console.WriteLine();
            var waiting = dryRun.Estimate.Waiting(stepTime);
            WriteLinks(console, [.. conditions.Links.Select(waiting.On)], dryRun.Estimate.Job.Sync.Shards == ShardPlacementKind.Hub);
        }
    }

    private static IEnumerable<(string Name, string Value)> Summary(DryRun dryRun, EstimateConditions conditions)
    {
        var (job, traffic) = (dryRun.Estimate.Job, dryRun.Estimate.Traffic);
        var run = traffic.Run();
        yield return ("method", $"{ChoiceName.Of(job.Method)}, {Units.Plural(job.Workers, "worker")}{InStages(job)}");
        yield return ("model", $"{Units.Count(traffic.Parameters)} parameters{InFragments(traffic)}");
        yield return ("data", $"{dryRun.Data}: {Units.Count(dryRun.Facts.TrainingTokens)} training tokens, "
            + $"{Units.Count(dryRun.Facts.HeldOutTokens)} held out");
        yield return ("run", $"{Units.Count(run.Tokens)} tokens in {Units.Plural(traffic.Rounds, "round")} of {StepsOf(traffic)}, each of "
            + $"{Units.Plural(job.TokensPerStep, "token")}");
        if (job.Pipeline.Stages > 0)
        {
            yield return ("between stages", $"{Units.Bytes(traffic.StageBytesPerToken)} of activations and gradients a token, beside copies of states");
        }

        if (dryRun.Estimate.TimesLess is { } timesLess)
        {
            yield return ("a round", $"{OfRound(traffic, fragment => fragment.BytesUp)} up, "
                + $"{OfRound(traffic, fragment => fragment.BytesDown)} down, of each worker");
            yield return ("a token", $"{Units.Bytes(traffic.Turn.BytesUpPerToken)} up, {Units.Bytes(traffic.Turn.BytesDownPerToken)} down, "
                + $"{Units.Bytes(traffic.Turn.BytesPerToken)} both; data-parallel in fp32 takes {Times(timesLess)} as much");
            yield return ("in all", $"{Units.Bytes(run.BytesUp)} up, {Units.Bytes(run.BytesDown)} down, {Units.Bytes(run.Bytes)} both");
        }

        yield return dryRun.Step.Time is { } time
            ? ("a step", $"{Units.Span(time)}, {dryRun.Step.Source}")
            : ("a step", $"{dryRun.Step.Source}; say what it takes by --step-time, to see how well links will do");
        if (Exchanges(job) && dryRun.Step.Time is { } stepTime)
        {
            yield return ("at the peak", Peak(job, dryRun.Estimate.Waiting(stepTime), conditions.Latency));
        }
    }

    private static bool Exchanges(Job job) => job.Update.Kind != UpdateKind.None;

    private static string InStages(Job job) => job.Pipeline.Stages == 0 ? ""
        : $" of {Units.Plural(job.Pipeline.Stages, "stage")}, {ChoiceName.Of(job.Pipeline.Schedule)}, "
            + $"{job.Inner.Accumulation} microbatches a step";

    private static string MemoryTitle(Job job) => job.Pipeline.Stages == 0
        ? "a worker's memory, beside activations"
        : "all stages' memory together, beside activations and copies";

    private static string InFragments(TrafficEstimate traffic) =>
        traffic.Fragments.Length == 1 ? "" : $" in {traffic.Fragments.Length} fragments";

    private static string StepsOf(TrafficEstimate traffic) =>
        Between(traffic.Fragments.Min(fragment => fragment.Steps), traffic.Fragments.Max(fragment => fragment.Steps), steps => $"{steps}")
        + (traffic.Fragments.All(fragment => fragment.Steps == 1) ? " step" : " steps");

    private static string OfRound(TrafficEstimate traffic, Func<FragmentTraffic, long> bytes) =>
        Between(traffic.Fragments.Min(bytes), traffic.Fragments.Max(bytes), value => Units.Bytes(value));

    private static string Between<T>(T least, T most, Func<T, string> write)
        where T : struct
    {
        var (from, to) = (write(least), write(most));
        return from == to ? from : $"{from} to {to}";
    }

    private static string Times(double ratio) => ratio.ToString("0.0 times", CultureInfo.InvariantCulture);

    private static string Peak(Job job, WaitingEstimate waiting, TimeSpan latency)
    {
        var aim = job.Overlap > 0
            ? $"to be done within the overlap of {Units.Plural(job.Overlap, "step")}"
            : $"to wait no more than {Units.Percent(WaitingEstimate.LittleWaiting)} of the time";
        var shard = job.Sync.Shards == ShardPlacementKind.Members ? "that of a shard's node" : "the hub's";
        return waiting.Need(latency) is { Worker: { } own, Shard: { } shared }
            ? $"{Units.BitRate(own)} each way of a worker's link and {Units.BitRate(shared)} of {shard}, {aim}"
            : $"no link is fast enough {aim}: two transfers of {Units.Span(latency)} beside their bytes take longer";
    }

    private static void WriteMemory(IAnsiConsole console, string title, ImmutableArray<MemoryLine> lines)
    {
        string[][] rows =
        [
            [Units.Bytes(lines.Sum(line => line.Bytes)), title],
            .. lines.Select(line => (string[])[Units.Bytes(line.Bytes), "  " + line.Name]),
        ];
        TextColumns.Write(console, rows);
    }

    /// <param name="console">Where it goes.</param>
    /// <param name="links">What is to be expected of each.</param>
    /// <param name="isOnHub">Whether all updates cross the hub's link.</param>
    private static void WriteLinks(IAnsiConsole console, IReadOnlyList<LinkEstimate> links, bool isOnHub)
    {
        string[] head = ["links", .. isOnHub ? (string[])["hub's link"] : [], "up", "down", "waiting a round", "utilisation"];
        var rows = links.Select(link => (string[])
        [
            Units.BitRate(link.Conditions.Worker),
            .. isOnHub ? (string[])[Units.BitRate(link.Conditions.Hub)] : [],
            Units.Span(link.Up), Units.Span(link.Down), Units.Span(link.Waiting), Units.Percent(link.Utilisation),
        ]);
        TextColumns.Write(console, [head, .. rows]);
    }
}
