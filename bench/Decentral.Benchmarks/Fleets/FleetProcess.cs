using System.Diagnostics;
using System.Globalization;
using Decentral.Benchmarks.Reference;

namespace Decentral.Benchmarks.Fleets;

/// <summary>A process of a fleet, which ends with this one at the latest.</summary>
internal sealed class FleetProcess : IDisposable
{
    private const int ErrorLines = 20;
    private const double TicksPerSecond = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly List<string> _said = [];
    private readonly Lock _gate = new();

    private FleetProcess(string workingDirectory, IEnumerable<string> command)
    {
        // env: a program that was started in the background would ignore SIGINT.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", .. command])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(workingDirectory, "cache");
        start.Environment["XDG_CONFIG_HOME"] = Path.Combine(workingDirectory, "config");
        _process = new Process { StartInfo = start };
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        StartedAt = DateTimeOffset.UtcNow;
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Processor time so far, of its threads together, to a hundredth of a second.</summary>
    public TimeSpan Cpu
    {
        get
        {
            // Behind the name in brackets: state first, user and system time twelfth and thirteenth.
            var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / TicksPerSecond);
        }
    }

    /// <summary>Its number with the system.</summary>
    public int Id => _process.Id;

    /// <summary>Starts any program.</summary>
    public static FleetProcess Start(FleetPlace place, string workingDirectory, params IEnumerable<string> command) =>
        new(workingDirectory, [.. place.Prefix, .. command]);

    /// <summary>Starts Decentral's command line.</summary>
    public static FleetProcess StartProgram(string workingDirectory, params IEnumerable<string> arguments) =>
        StartProgram(FleetPlace.Anywhere, workingDirectory, arguments);

    /// <summary>Starts Decentral's command line somewhere.</summary>
    public static FleetProcess StartProgram(FleetPlace place, string workingDirectory, params IEnumerable<string> arguments) =>
        Start(place, workingDirectory, ["dotnet", Repository.Program, .. arguments]);

    /// <summary>Starts this program.</summary>
    public static FleetProcess StartBenchmark(string workingDirectory, params IEnumerable<string> arguments) =>
        new(workingDirectory, ["dotnet", Path.Combine(AppContext.BaseDirectory, "Decentral.Benchmarks.dll"), .. arguments]);

    /// <summary>Waits for a line with <paramref name="text"/>.</summary>
    /// <returns>The line.</returns>
    /// <exception cref="InvalidOperationException">It ended before, or does not say that.</exception>
    public string WaitFor(string text) => WaitFor(text, Patience, CancellationToken.None);

    /// <summary>Waits for a line with <paramref name="text"/>, longer or shorter.</summary>
    /// <returns>The line.</returns>
    /// <exception cref="InvalidOperationException">It ended before, or does not say that.</exception>
    /// <exception cref="OperationCanceledException">The person does not want to wait.</exception>
    public string WaitFor(string text, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < patience; Thread.Sleep(10))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var hasEnded = HasEnded();
            lock (_gate)
            {
                if (_said.Find(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
                {
                    return found;
                }
            }

            if (hasEnded)
            {
                break;
            }
        }

        throw new InvalidOperationException($"A process of the fleet did not say '{text}':\n{Tail()}");
    }

    /// <summary>All that it has said with <paramref name="text"/> in it.</summary>
    public IReadOnlyList<string> LinesWith(string text)
    {
        lock (_gate)
        {
            return [.. _said.Where(line => line.Contains(text, StringComparison.Ordinal))];
        }
    }

    /// <summary>Sends a signal such as STOP.</summary>
    public void Signal(string name) => ChildProcess.Run("kill", "-s", name, _process.Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Has it end in order.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public void Stop()
    {
        if (!_process.HasExited)
        {
            Signal("INT");
        }

        if (!_process.WaitForExit(Patience))
        {
            throw new InvalidOperationException($"A process of the fleet does not end:\n{Tail()}");
        }

        _ = HasEnded();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    /// <summary>Whether it has; then all that it said has been heard.</summary>
    private bool HasEnded()
    {
        if (!_process.HasExited)
        {
            return false;
        }

        _process.WaitForExit();
        return true;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private void Hear(string? line)
    {
        if (line is not null)
        {
            lock (_gate)
            {
                _said.Add(line);
            }
        }
    }

    private string Tail()
    {
        lock (_gate)
        {
            return string.Join('\n', _said.TakeLast(ErrorLines));
        }
    }
}
