using System.Diagnostics;

namespace Decentral.Models.Tests;

/// <summary>A python3 of this machine, for what others are asked about our files and numbers.</summary>
internal sealed class Python
{
    private readonly string _program;

    private Python(string program) => _program = program;

    /// <summary>One that has a module; skips the test where there is none.</summary>
    /// <param name="module">Its name.</param>
    /// <param name="otherwise">Why the test is skipped.</param>
    public static Python With(string module, string otherwise)
    {
        string[] candidates = ["/usr/bin/python3", "python3"];
        var program = candidates.FirstOrDefault(
            candidate => Execute(candidate, ["-c", $"import {module}"], "").Succeeded);
        Assert.SkipWhen(program is null, otherwise);
        return new Python(program);
    }

    /// <summary>Runs a script of the tests and gives what it prints; fails the test where it fails.</summary>
    /// <param name="script">Its path among the tests' files.</param>
    /// <param name="arguments">What it is given.</param>
    /// <param name="input">What it reads.</param>
    public string Run(string script, IEnumerable<string> arguments, string input = "")
    {
        var path = Path.Combine(AppContext.BaseDirectory, script);
        var (succeeded, output, errors) = Execute(_program, [path, .. arguments], input);
        Assert.True(succeeded, errors + output);
        return output;
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
