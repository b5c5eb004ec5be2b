using System.Runtime.InteropServices;

namespace Decentral.Cli.Hosting;

/// <summary>
/// Ctrl-C and its kin: the first asks the run to stop at a step boundary and to save, the second ends the process at
/// once.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Action _insist;
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    /// <param name="insist">Ends the process at once.</param>
    public StopSignals(Action insist)
    {
        _insist = insist;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken StopRequested => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
        _stop.Dispose();
    }

    internal void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) == 1)
        {
            _stop.Cancel();
        }
        else
        {
            _insist();
        }
    }
}
