using System.Diagnostics;
using System.Text;
using Decentral.Benchmarks.Reference;

namespace Decentral.EndToEnd;

/// <summary>The command line in a process of its own, which a test may interrupt at what it says for people.</summary>
internal abstract class WatchedProcess : IDisposable
{
    /// <summary>Of one that is not struck for all the time of the longest test.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(20);

    private readonly StringBuilder _said = new();
    private readonly Timer _patience;
    private Task? _following;

    /// <param name="workingDirectory">Where it runs; its caches and settings go there too.</param>
    /// <param name="arguments">Of the program.</param>
    /// <param name="within">A command that runs the rest, as in a network of its own; none when left out.</param>
    protected WatchedProcess(string workingDirectory, IEnumerable<string> arguments, params string[] within)
    {
        // env: a program that was started in the background would ignore SIGINT, and its children would too.
        string[] command = [.. within, "env", "--default-signal=INT", "dotnet", Repository.Program, .. arguments];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(workingDirectory, "cache");
        start.Environment["XDG_CONFIG_HOME"] = Path.Combine(workingDirectory, "config");
        Process = Process.Start(start)!;
        Process.StandardInput.Close();
        _patience = ProgramRun.Patience(Process, LongestLife);
    }

    /// <summary>What it has said so far.</summary>
    public string Said => _said.ToString();

    protected Process Process { get; }

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

    /// <summary>Reads what it says from now on, so that it never waits for a reader.</summary>
    public void Follow() => _following = Task.Run(() =>
    {
        while (ReadLine() is not null)
        {
        }
    });

    /// <summary>Memory that it takes; 0 once it has ended.</summary>
    public long ResidentBytes
    {
        get
        {
            try
            {
                Process.Refresh();
                return Process.WorkingSet64;
            }
            catch (InvalidOperationException)
            {
                return 0;
            }
        }
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => Process.HasExited;

    /// <summary>Waits for so many more lines; false when it ended before.</summary>
    public bool WaitForLines(int count)
    {
        while (count > 0 && ReadLine() is not null)
        {
            count--;
        }

        return count == 0;
    }

    /// <summary>Sends a signal such as INT to a process that must be there.</summary>
    public void Send(string signal) => Assert.True(TrySend(signal), $"There is nobody to send SIG{signal} to:\n{Said}");

    /// <summary>Sends a signal such as INT; false when it has ended by itself.</summary>
    public bool TrySend(string signal) => ProcessSignal.TrySend(Process.Id, signal);

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        Process.Kill();
        Process.WaitForExit();
    }

    public void Dispose()
    {
        _patience.Dispose();
        if (!Process.HasExited)
        {
            Kill();
        }

        Process.Dispose();
    }

    /// <summary>Waits for its end, which must be that.</summary>
    /// <returns>Standard output.</returns>
    protected string End(int expectedExitCode)
    {
        var reading = Process.StandardOutput.ReadToEndAsync();
        if (_following is { } following)
        {
            following.GetAwaiter().GetResult();
        }

        _said.Append(Process.StandardError.ReadToEnd());
        var output = reading.GetAwaiter().GetResult();
        Process.WaitForExit();
        Assert.True(
            Process.ExitCode == expectedExitCode,
            $"It ended with {Process.ExitCode} instead of {expectedExitCode}:\n{output}\n{Said}");
        return output;
    }

    private string? ReadLine()
    {
        var line = Process.StandardError.ReadLine();
        _said.AppendLine(line);
        return line;
    }
}
