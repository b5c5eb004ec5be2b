using System.Collections.Immutable;

namespace Decentral.Benchmarks.Fleets;

/// <summary>What the processes of a fleet used of the processor, sampled while they ran.</summary>
internal sealed class CpuWatch : IDisposable
{
    private static readonly TimeSpan BetweenSamples = TimeSpan.FromMilliseconds(50);

    private readonly ImmutableArray<FleetProcess> _processes;
    private readonly List<(DateTimeOffset At, double Seconds)> _samples = [];
    private readonly Thread _watching;
    private volatile bool _isStopping;

    /// <param name="processes">All must live until <see cref="Stop"/>.</param>
    public CpuWatch(params ImmutableArray<FleetProcess> processes)
    {
        _processes = processes;
        _watching = new Thread(Watch);
        _watching.Start();
    }

    /// <summary>When it was sampled first. After <see cref="Stop"/>, as all that follows.</summary>
    public DateTimeOffset Began => _samples[0].At;

    /// <summary>When it was sampled last.</summary>
    public DateTimeOffset Ended => _samples[^1].At;

    /// <summary>Ends the sampling.</summary>
    public void Stop()
    {
        _isStopping = true;
        _watching.Join();
    }

    /// <summary>Processor seconds of all up to a moment, between two samples in proportion.</summary>
    public double SecondsAt(DateTimeOffset moment)
    {
        var after = _samples.FindIndex(sample => sample.At >= moment);
        if (after < 1)
        {
            throw new InvalidOperationException($"The processor time was not sampled around {moment:O}.");
        }

        var (from, to) = (_samples[after - 1], _samples[after]);
        return from.Seconds + ((to.Seconds - from.Seconds) * ((moment - from.At) / (to.At - from.At)));
    }

    public void Dispose() => Stop();

    private void Watch()
    {
        for (; !_isStopping; Thread.Sleep(BetweenSamples))
        {
            _samples.Add((DateTimeOffset.UtcNow, _processes.Sum(process => process.Cpu.TotalSeconds)));
        }
    }
}
