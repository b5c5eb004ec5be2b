using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Decentral.Training.Jobs;
using Decentral.Training.Progress;

namespace Decentral.Cli.Presentation;

/// <summary>What a command came to, for a program: one JSON object on one line.</summary>
internal static class SummaryJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(RunSummary summary) => Write(json =>
    {
        json.WriteString("run", summary.Run);
        json.WriteBoolean("complete", summary.IsComplete);
        json.WriteString("method", ChoiceName.Of(summary.Method));
        json.WriteNumber("workers", summary.Workers);
        json.WriteNumber("tokens", summary.Tokens);
        json.WriteNumber("seconds", Math.Round(summary.Duration.TotalSeconds, 3));
        json.WriteNumber("tokensPerSecond", Math.Round(summary.TokensPerSecond, 1));
        json.WriteLoss("trainLoss", summary.TrainLoss);
        json.WriteLoss("evalLoss", summary.EvalLoss);
        json.WriteLoss("firstEvalLoss", summary.FirstEvalLoss);
        json.WriteNumber("bytesSent", summary.BytesSent);
        json.WriteNumber("bytesReceived", summary.BytesReceived);
        json.WriteNumber("rounds", summary.Rounds);
        if (summary.Utilisation is { } share)
        {
            json.WriteNumber("utilisation", Math.Round(share, 4));
        }
        else
        {
            json.WriteNull("utilisation");
        }

        json.WriteNumber("recoveries", summary.Recoveries);
    });

    /// <summary>What went wrong.</summary>
    public static string WriteErrors(IReadOnlyList<string> messages) => Write(json =>
    {
        json.WriteStartArray("errors");
        foreach (var message in messages)
        {
            json.WriteStringValue(message);
        }
        json.WriteEndArray();
    });

    /// <summary>An object with what <paramref name="members"/> writes.</summary>
    public static string Write(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
