using Decentral.Actors.Nodes.Links;

namespace Decentral.Actors.Nodes.Tests.Links;

public sealed class AsyncSignalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WaitAsync_SetSeveralTimesBefore_WakesOnce()
    {
        var signal = new AsyncSignal();
        signal.Set();
        signal.Set();

        await signal.WaitAsync(Cancellation);
        var second = signal.WaitAsync(Cancellation);

        Assert.False(second.IsCompleted);
        signal.Set();
        await second;
    }

    [Fact]
    public async Task WaitAsync_CancelledWaiter_TakesNoWakeUpAway()
    {
        var signal = new AsyncSignal();
        using var cancelling = new CancellationTokenSource();
        var cancelled = signal.WaitAsync(cancelling.Token);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await cancelled);

        signal.Set();

        await signal.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task WaitAsync_ManySetters_SeesAllThatWasDone()
    {
        const int Setters = 4;
        const int Each = 50_000;
        var signal = new AsyncSignal();
        var done = 0;
        var setting = Enumerable.Range(0, Setters).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                Interlocked.Increment(ref done);
                signal.Set();
            }
        })).ToArray();

        // A lost wake-up waits here for ever, which the time limit of the test finds.
        while (Volatile.Read(ref done) < Setters * Each)
        {
            await signal.WaitAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        }

        await Task.WhenAll(setting);
    }
}
