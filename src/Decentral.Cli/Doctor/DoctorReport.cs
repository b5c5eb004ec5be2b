using Decentral.Cli.Presentation;
using Spectre.Console;

namespace Decentral.Cli.Doctor;

/// <summary>Findings, for a person or a program.</summary>
internal static class DoctorReport
{
    private const int SubjectColumns = 14;

    public static void Write(IAnsiConsole console, IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            console.Write(new Text($"{Name(finding.Level),-4}  ", StyleOf(finding.Level)));
            console.WriteLine($"{finding.Subject.PadRight(SubjectColumns)}{finding.Detail}");
            if (finding.Remedy is { } remedy)
            {
                console.WriteLine($"{new string(' ', SubjectColumns)}      remedy: {remedy}");
            }
        }
    }

    public static string WriteJson(IReadOnlyList<Finding> findings) => SummaryJson.Write(json =>
    {
        json.WriteBoolean("ok", !HasFailure(findings));
        json.WriteStartArray("findings");
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("subject", finding.Subject);
            json.WriteString("level", Name(finding.Level));
            json.WriteString("detail", finding.Detail);
            json.WriteString("remedy", finding.Remedy);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    public static bool HasFailure(IReadOnlyList<Finding> findings) =>
        findings.Any(finding => finding.Level == Level.Fail);

    private static string Name(Level level) => level switch
    {
        Level.Ok => "ok",
        Level.Warn => "warn",
        Level.Fail => "fail",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Style StyleOf(Level level) => level switch
    {
        Level.Ok => new Style(Color.Green),
        Level.Warn => new Style(Color.Yellow),
        Level.Fail => new Style(Color.Red, decoration: Decoration.Bold),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
