using System.Text.Json;
using Decentral.Cli.Presentation;
using Decentral.Cli.Runs;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Inspection;

/// <summary>A run's history, for a program.</summary>
internal static class InspectJson
{
    public static string Write(RunFolder folder, Job job, RunHistory history) => SummaryJson.Write(json =>
    {
        json.WriteString("run", folder.Name);
        json.WriteString("status", history.Status.InWords);
        json.WriteString("method", ChoiceName.Of(job.Method));
        json.WriteNumber("workers", job.Workers);
        json.WriteNumber("tokens", history.Tokens);
        json.WriteNumber("samples", history.Samples);
        json.WriteNumber("samplesUsed", history.SamplesUsed);
        json.WriteNumber("bytesSent", history.Bytes);
        json.WriteNumber("roundsUndone", history.RoundsUndone);
        json.WriteNumber("roundsDiscarded", history.RoundsDiscarded);
        json.WriteNumber("recoveries", history.Recoveries);
        json.WriteLoss("firstEvalLoss", history.FirstEvalLoss);
        WriteArray(json, "rounds", history.Rounds, WriteRound);
        WriteArray(json, "members", history.Members.Values, (writer, member) => WriteMember(writer, member, history));
        WriteArray(json, "events", history.Happenings, WriteHappening);
    });

    private static void WriteRound(Utf8JsonWriter json, RoundRecord round)
    {
        json.WriteNumber("round", round.Round);
        json.WriteNumber("elapsedSeconds", round.Elapsed.TotalSeconds);
        json.WriteNumber("seconds", round.Took.TotalSeconds);
        json.WriteNumber("workers", round.Workers);
        json.WriteNumber("tokens", round.Tokens);
        json.WriteLoss("trainLoss", round.TrainLoss);
        json.WriteLoss("evalLoss", round.EvalLoss);
        json.WriteNumber("bytesSent", round.Bytes);
        json.WriteNumber("skippedSteps", round.SkippedSteps);
    }

    private static void WriteMember(Utf8JsonWriter json, MemberRecord member, RunHistory history)
    {
        var shares = history.Rounds.SelectMany(round => round.Shares).Where(share => share.Worker == member.Worker).ToList();
        json.WriteNumber("worker", member.Worker.Value);
        json.WriteString("node", member.Node);
        json.WriteNumber("joinedSeconds", member.JoinedAt.TotalSeconds);
        if (member.LeftAt is { } left)
        {
            json.WriteNumber("leftSeconds", left.TotalSeconds);
        }
        else
        {
            json.WriteNull("leftSeconds");
        }

        json.WriteNumber("losses", member.Losses);
        json.WriteNumber("rounds", shares.Count);
        json.WriteNumber("tokens", shares.Sum(share => share.Tokens));
    }

    private static void WriteHappening(Utf8JsonWriter json, Happening happening)
    {
        json.WriteNumber("elapsedSeconds", happening.Elapsed.TotalSeconds);
        json.WriteString("text", happening.Text);
    }

    private static void WriteArray<T>(
        Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> writeMembers)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            writeMembers(json, item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
