using System.Diagnostics;
using System.Text.Json.Nodes;
using Decentral.Benchmarks.Reference;

namespace Decentral.EndToEnd;

/// <summary>A program that was run to its end, and all it said.</summary>
/// <param name="ExitCode">What it ended with.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
internal sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    /// <summary>Runs the command line; what it caches stays in the working directory.</summary>
    public static ProgramRun Of(string workingDirectory, params string[] arguments) =>
        Of(workingDirectory, new Dictionary<string, string?>(), arguments);

    /// <inheritdoc cref="Of(string, string[])"/>
    public static ProgramRun Of(
        string workingDirectory, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Program, .. arguments]) { WorkingDirectory = workingDirectory };
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(workingDirectory, "cache");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Of(start);
    }

    /// <summary>Runs any program, with nothing to read.</summary>
    public static ProgramRun Of(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var patience = Patience(process);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ProgramRun(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    /// <summary>Ends a program that hangs, so that whoever waits for it hears of it.</summary>
    /// <param name="process">The program.</param>
    /// <param name="patience">How long it may take; 4 minutes when left out.</param>
    public static Timer Patience(Process process, TimeSpan? patience = null) =>
        new(_ => process.Kill(), null, patience ?? TimeSpan.FromMinutes(4), Timeout.InfiniteTimeSpan);

    /// <summary>Itself, once it is known to have ended so.</summary>
    public ProgramRun EndedWith(int expectedExitCode)
    {
        Assert.True(
            ExitCode == expectedExitCode,
            $"It ended with {ExitCode} instead of {expectedExitCode}:\n{Output}\n{Errors}");
        return this;
    }

    /// <summary>The one JSON object on standard output.</summary>
    public JsonObject Json() => JsonNode.Parse(Assert.Single(Output.TrimEnd('\n').Split('\n')))!.AsObject();
}
