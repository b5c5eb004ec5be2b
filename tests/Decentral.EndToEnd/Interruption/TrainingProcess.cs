using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text;
using Decentral.Benchmarks.Reference;

namespace Decentral.EndToEnd.Interruption;

/// <summary>The command line's <c>train</c> in a process of its own, which a test may interrupt at what it says.</summary>
internal sealed class TrainingProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly Timer _patience;

    private TrainingProcess(string workingDirectory, IEnumerable<string> arguments)
    {
        // env: a program that was started in the background would ignore SIGINT, and its children would too.
        string[] command =
            ["--default-signal=INT", "dotnet", Repository.Program, "train", "--json"];
        _process = Process.Start(new ProcessStartInfo("env", command.Concat(arguments))
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.StandardInput.Close();
        _patience = ProgramRun.Patience(_process);
    }

    /// <summary>What it has said so far, for people.</summary>
    public string Said => _said.ToString();

    public static TrainingProcess Start(string workingDirectory, params string[] arguments) =>
        new(workingDirectory, arguments);

    /// <summary>Runs it to its end, which must be 0.</summary>
    /// <returns>What it said for people.</returns>
    public static string Complete(string workingDirectory, params string[] arguments)
    {
        using var process = Start(workingDirectory, arguments);
        process.WaitForEnd(expectedExitCode: 0);
        return process.Said;
    }

    /// <summary>Waits for a line with <paramref name="text"/>; false when it ended before.</summary>
    public bool WaitFor(string text)
    {
        var line = ReadLine();
        while (line?.Contains(text, StringComparison.Ordinal) == false)
        {
            line = ReadLine();
        }

        return line is not null;
    }

    /// <summary>Waits for so many more lines; false when it ended before.</summary>
    public bool WaitForLines(int count)
    {
        while (count > 0 && ReadLine() is not null)
        {
            count--;
        }

        return count == 0;
    }

    /// <summary>Waits for a line with <paramref name="text"/>, or fails the test.</summary>
    public TrainingProcess Reach(string text)
    {
        Assert.True(WaitFor(text), $"It ended before it said '{text}':\n{Said}");
        return this;
    }

    /// <summary>Sends a signal such as INT.</summary>
    public TrainingProcess Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, $"{_process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
        return this;
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>The one JSON object that it writes on standard output.</summary>
    public JsonObject WaitForEnd(int expectedExitCode)
    {
        var reading = _process.StandardOutput.ReadToEndAsync();
        _said.Append(_process.StandardError.ReadToEnd());
        var output = reading.GetAwaiter().GetResult();
        _process.WaitForExit();
        Assert.True(
            _process.ExitCode == expectedExitCode,
            $"It ended with {_process.ExitCode} instead of {expectedExitCode}:\n{output}\n{Said}");
        return JsonNode.Parse(Assert.Single(output.TrimEnd('\n').Split('\n')))!.AsObject();
    }

    public void Dispose()
    {
        _patience.Dispose();
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private string? ReadLine()
    {
        var line = _process.StandardError.ReadLine();
        _said.AppendLine(line);
        return line;
    }
}
