using System.Diagnostics;

namespace Decentral.Wire.Tests.Interoperability;

/// <summary>Another implementation of the format: msgpack for Python, where this machine has it.</summary>
internal static class PythonMsgpack
{
    private static readonly string[] Candidates = ["/usr/bin/python3", "python3"];

    private static readonly string? Program =
        Candidates.FirstOrDefault(candidate => Execute(candidate, ["-c", "import msgpack"], "").Succeeded);

    /// <summary>Whether it can be asked.</summary>
    public static bool IsHere => Program is not null;

    /// <summary>The lines that it answers; fails the test where it fails.</summary>
    /// <param name="arguments">Of the script.</param>
    /// <param name="input">What the script reads, line by line.</param>
    public static string[] Ask(string[] arguments, IEnumerable<string> input)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Interoperability", "vectors.py");
        var lines = string.Concat(input.Select(line => line + "\n"));
        var (succeeded, output, errors) = Execute(Program!, [script, .. arguments], lines);
        Assert.True(succeeded, errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static (bool Succeeded, string Output, string Errors) Execute(
        string program, IEnumerable<string> arguments, string input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            process.WaitForExit();
            return (process.ExitCode == 0, output.Result, errors.Result);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            // There is no such program.
            return (false, "", error.Message);
        }
    }
}
