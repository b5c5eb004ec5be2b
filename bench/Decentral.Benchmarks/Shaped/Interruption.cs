using System.Runtime.InteropServices;

namespace Decentral.Benchmarks.Shaped;

/// <summary>Ctrl-C, and what else ends a program: what was made is taken away first.</summary>
internal sealed class Interruption : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];

    private readonly CancellationTokenSource _wanted = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() => _registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, Hear))];

    /// <summary>Whether the person wants to stop.</summary>
    public CancellationToken Token => _wanted.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _wanted.Dispose();
    }

    private void Hear(PosixSignalContext context)
    {
        context.Cancel = true;
        _wanted.Cancel();
    }
}
