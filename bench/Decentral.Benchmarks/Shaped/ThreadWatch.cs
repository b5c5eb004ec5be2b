using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Decentral.Benchmarks.Fleets;

namespace Decentral.Benchmarks.Shaped;

/// <summary>
/// When threads of other processes had something to do: that they ran, or waited for a core. The rest they slept, as a thread
/// does that waits for a message. By the kernel's account, sampled.
/// </summary>
internal sealed class ThreadWatch : IDisposable
{
    private static readonly TimeSpan BetweenSamples = TimeSpan.FromMilliseconds(20);

    private readonly ImmutableArray<string> _accounts;
    private readonly List<(DateTimeOffset At, double Seconds)>[] _samples;
    private readonly Thread _watching;
    private volatile bool _isStopping;

    private ThreadWatch(ImmutableArray<string> accounts)
    {
        _accounts = accounts;
        _samples = [.. accounts.Select(_ => new List<(DateTimeOffset, double)>())];
        Look();
        Began = DateTimeOffset.UtcNow;
        _watching = new Thread(Watch);
        _watching.Start();
    }

    /// <summary>From when on it can be asked.</summary>
    public DateTimeOffset Began { get; }

    /// <summary>Watches the first thread of each process, which a Python program computes on.</summary>
    public static ThreadWatch OfFirstThreads(IEnumerable<FleetProcess> processes) =>
        new([.. processes.Select(process => AccountOf(process.Id, process.Id))]);

    /// <summary>Watches the one compute lane of each process.</summary>
    public static ThreadWatch OfLanes(IEnumerable<FleetProcess> processes) => new([.. processes.Select(FindLane)]);

    /// <summary>Ends the sampling, with a last look.</summary>
    public void Stop()
    {
        _isStopping = true;
        _watching.Join();
    }

    /// <summary>Share of the time between two moments in which each thread slept. After <see cref="Stop"/>.</summary>
    public IEnumerable<double> IdleBetween(DateTimeOffset from, DateTimeOffset to) =>
        _samples.Select(samples => Math.Max(0, 1 - ((BusyAt(samples, to) - BusyAt(samples, from)) / (to - from).TotalSeconds)));

    public void Dispose() => Stop();

    private static string FindLane(FleetProcess process)
    {
        var lanes = Directory.GetDirectories($"/proc/{process.Id}/task")
            .Where(thread => File.ReadAllText(Path.Combine(thread, "comm")).StartsWith("lane-", StringComparison.Ordinal))
            .Select(Path.GetFileName)
            .ToArray();
        return lanes.Length == 1
            ? AccountOf(process.Id, int.Parse(lanes[0]!, CultureInfo.InvariantCulture))
            : throw new UnreachableException($"Process {process.Id} has {lanes.Length} lanes, where its job has one.");
    }

    private static string AccountOf(int process, int thread) =>
        string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task/{thread}/schedstat");

    /// <summary>Between two samples in proportion.</summary>
    private static double BusyAt(List<(DateTimeOffset At, double Seconds)> samples, DateTimeOffset moment)
    {
        var after = samples.FindIndex(sample => sample.At >= moment);
        if (after < 1)
        {
            throw new InvalidOperationException($"The threads were not watched around {moment:O}.");
        }

        var (from, to) = (samples[after - 1], samples[after]);
        return from.Seconds + ((to.Seconds - from.Seconds) * ((moment - from.At) / (to.At - from.At)));
    }

    private void Watch()
    {
        try
        {
            for (; !_isStopping; Thread.Sleep(BetweenSamples))
            {
                Look();
            }

            Look();
        }
        catch (IOException)
        {
            // The process has ended; whoever asks for later times is told.
        }
    }

    private void Look()
    {
        for (var index = 0; index < _samples.Length; index++)
        {
            // Nanoseconds on a core, nanoseconds of waiting for one, and how often it was given one.
            var account = File.ReadAllText(_accounts[index]).Split(' ');
            _samples[index].Add((DateTimeOffset.UtcNow, (Number(account[0]) + Number(account[1])) / 1e9));
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
