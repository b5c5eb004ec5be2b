using System.Collections.Immutable;
using System.Text.Json;
using Decentral.Cli.Presentation;
using Decentral.Cli.Runs;
using Decentral.Training.Estimates;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Estimates;

/// <summary>What a job will come to, for a program.</summary>
internal static class DryRunJson
{
    private const int BitsOfByte = 8;

    public static string Write(DryRun dryRun, EstimateConditions conditions) => SummaryJson.Write(json =>
    {
        var (job, traffic) = (dryRun.Estimate.Job, dryRun.Estimate.Traffic);
        var run = traffic.Run();
        json.WriteString("name", job.Name);
        json.WriteString("method", ChoiceName.Of(job.Method));
        json.WriteNumber("workers", job.Workers);
        json.WriteNumber("parameters", traffic.Parameters);
        json.WriteNumber("trainingTokens", dryRun.Facts.TrainingTokens);
        json.WriteNumber("heldOutTokens", dryRun.Facts.HeldOutTokens);
        json.WriteNumber("tokens", run.Tokens);
        json.WriteNumber("rounds", traffic.Rounds);
        json.WriteNumber("steps", traffic.Steps);
        json.WriteNumber("tokensPerStep", job.TokensPerStep);
        WriteFragments(json, traffic);
        WritePerToken(json, traffic.Turn);
        WriteTimesLess(json, dryRun.Estimate);
        json.WriteNumber("stages", job.Pipeline.Stages);
        json.WriteNumber("stageBytesPerToken", traffic.StageBytesPerToken);
        json.WriteNumber("bytesUp", run.BytesUp);
        json.WriteNumber("bytesDown", run.BytesDown);
        json.WriteNumber("bytesSent", run.Bytes);
        WriteMemory(json, "workerMemory", dryRun.Estimate.Memory.Worker);
        WriteMemory(json, "shardMemory", dryRun.Estimate.Memory.Shards);
        json.WriteString("stepSource", dryRun.Step.Source);
        WriteWaiting(json, dryRun, conditions);
    });

    /// <summary>What a method takes for a token.</summary>
    internal static void WritePerToken(Utf8JsonWriter json, TrafficTotal turn)
    {
        json.WriteNumber("bytesUpPerToken", turn.BytesUpPerToken);
        json.WriteNumber("bytesDownPerToken", turn.BytesDownPerToken);
        json.WriteNumber("bytesPerToken", turn.BytesPerToken);
    }

    /// <summary>Null where nothing is exchanged.</summary>
    internal static void WriteTimesLess(Utf8JsonWriter json, RunEstimate estimate)
    {
        if (estimate.TimesLess is { } times)
        {
            json.WriteNumber("timesLess", times);
        }
        else
        {
            json.WriteNull("timesLess");
        }
    }

    private static void WriteFragments(Utf8JsonWriter json, TrafficEstimate traffic)
    {
        json.WriteStartArray("fragments");
        foreach (var fragment in traffic.Fragments)
        {
            json.WriteStartObject();
            json.WriteNumber("fragment", fragment.Fragment.Value);
            json.WriteNumber("parameters", fragment.Parameters);
            json.WriteNumber("stepsPerRound", fragment.Steps);
            json.WriteNumber("bytesUpPerRound", fragment.BytesUp);
            json.WriteNumber("bytesDownPerRound", fragment.BytesDown);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMemory(Utf8JsonWriter json, string name, ImmutableArray<MemoryLine> lines)
    {
        json.WriteStartObject(name);
        json.WriteNumber("bytes", lines.Sum(line => line.Bytes));
        json.WriteStartArray("parts");
        foreach (var line in lines)
        {
            json.WriteStartObject();
            json.WriteString("name", line.Name);
            json.WriteNumber("bytes", line.Bytes);
            json.WriteBoolean("onDevice", line.IsOnDevice);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteWaiting(Utf8JsonWriter json, DryRun dryRun, EstimateConditions conditions)
    {
        if (dryRun.Step.Time is not { } stepTime)
        {
            json.WriteNull("stepSeconds");
            return;
        }

        var waiting = dryRun.Estimate.Waiting(stepTime);
        var need = waiting.Need(conditions.Latency);
        json.WriteNumber("stepSeconds", stepTime.TotalSeconds);
        json.WriteNumber("latencySeconds", conditions.Latency.TotalSeconds);
        WriteRate("peakBitsPerSecondOfWorker", need.Worker);
        WriteRate("peakBitsPerSecondOfShard", need.Shard);
        json.WriteStartArray("links");
        foreach (var link in conditions.Links.Select(waiting.On))
        {
            json.WriteStartObject();
            json.WriteNumber("bitsPerSecond", BitsOfByte * link.Conditions.Worker);
            json.WriteNumber("hubBitsPerSecond", BitsOfByte * link.Conditions.Hub);
            json.WriteNumber("upSeconds", link.Up.TotalSeconds);
            json.WriteNumber("downSeconds", link.Down.TotalSeconds);
            json.WriteNumber("waitingSeconds", link.Waiting.TotalSeconds);
            json.WriteNumber("utilisation", link.Utilisation);
            json.WriteEndObject();
        }

        json.WriteEndArray();

        void WriteRate(string name, double? rate)
        {
            if (rate is { } known)
            {
                json.WriteNumber(name, BitsOfByte * known);
            }
            else
            {
                json.WriteNull(name);
            }
        }
    }
}
