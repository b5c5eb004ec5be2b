using System.Runtime.InteropServices;
using Decentral.Cli.Hosting;

namespace Decentral.Cli.Tests.Hosting;

public sealed class StopSignalsTests
{
    [Theory]
    [InlineData(PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGHUP)]
    public void Handle_FirstSignal_AsksToStopAndKeepsTheProcess(PosixSignal signal)
    {
        var insisted = 0;
        using var signals = new StopSignals(() => insisted++);
        var context = new PosixSignalContext(signal);

        signals.Handle(context);

        Assert.True(signals.StopRequested.IsCancellationRequested);
        Assert.True(context.Cancel);
        Assert.Equal(0, insisted);
    }

    [Fact]
    public void Handle_SecondSignal_EndsTheProcess()
    {
        var insisted = 0;
        using var signals = new StopSignals(() => insisted++);

        signals.Handle(new PosixSignalContext(PosixSignal.SIGINT));
        signals.Handle(new PosixSignalContext(PosixSignal.SIGTERM));

        Assert.Equal(1, insisted);
    }
}
