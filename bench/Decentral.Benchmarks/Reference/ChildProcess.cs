using System.Diagnostics;

namespace Decentral.Benchmarks.Reference;

/// <summary>Another program, run to its end.</summary>
internal static class ChildProcess
{
    private const int ErrorLines = 20;

    /// <summary>Runs a program and returns its standard output.</summary>
    /// <exception cref="InvalidOperationException">It ended with another exit code than 0; the message has the last lines of
    /// its standard error.</exception>
    public static string Run(string program, params IEnumerable<string> arguments)
    {
        using var process = Start(program, arguments);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{Tail(errors.Result)}");
    }

    private static Process Start(string program, IEnumerable<string> arguments) => Process.Start(
        new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static string Tail(string text) => string.Join('\n', text.TrimEnd().Split('\n').TakeLast(ErrorLines));
}
