using Decentral.Actors.Compute;
using Decentral.Actors.Local.Compute;
using Decentral.Conformance;

namespace Decentral.Actors.Local.Tests;

public sealed class ComputeLanesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_ManyPiecesOnOneLane_KeepsTheirOrderAndNeverOverlaps()
    {
        using var lanes = new ComputeLanes(new ComputeLanesOptions { Count = 4 });
        var lane = lanes.CreateLane();
        var order = new List<int>();

        var pieces = Enumerable.Range(0, 1000).Select(index => Run(lane, () => order.Add(index))).ToArray();
        await Task.WhenAll(pieces).WaitAsync(Patience, Cancellation);

        Assert.Equal(Enumerable.Range(0, 1000), order);
    }

    [Fact]
    public async Task Run_MoreLanesThanThreads_SharesThemByTurns()
    {
        using var lanes = new ComputeLanes(new ComputeLanesOptions { Count = 1 });
        var first = lanes.CreateLane();
        var second = lanes.CreateLane();
        var order = new List<string>();
        using var gate = new ManualResetEventSlim();

        // The thread is held by the first piece until all others wait.
        var pieces = new List<Task> { Run(first, () => gate.Wait(Cancellation)) };
        pieces.Add(Run(first, () => order.Add("a1")));
        pieces.Add(Run(first, () => order.Add("a2")));
        pieces.Add(Run(second, () => order.Add("b1")));
        pieces.Add(Run(second, () => order.Add("b2")));
        gate.Set();
        await Task.WhenAll(pieces).WaitAsync(Patience, Cancellation);

        Assert.Equal(["b1", "a1", "b2", "a2"], order);
    }

    [Fact]
    public async Task Run_TwoLanesAndTwoThreads_WorkAtTheSameTime()
    {
        using var lanes = new ComputeLanes(new ComputeLanesOptions { Count = 2 });
        using var meeting = new Barrier(2);

        // Neither could end without the other under way.
        var pieces = new[] { lanes.CreateLane(), lanes.CreateLane() }
            .Select(lane => Run(lane, () => meeting.SignalAndWait(Cancellation)));

        await Task.WhenAll(pieces).WaitAsync(Patience, Cancellation);
    }

    [Fact]
    public async Task Run_WorkThatThrows_EndsWithItsErrorAndTheLaneGoesOn()
    {
        using var lanes = new ComputeLanes(new ComputeLanesOptions { Count = 1 });
        var lane = lanes.CreateLane();

        var broken = lane.Run<int>(default, () => throw new InvalidOperationException("broken"));
        var next = lane.Run(default, () => 7);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => broken.WaitAsync(Patience, Cancellation));
        Assert.Equal("broken", error.Message);
        Assert.Equal(7, await next.WaitAsync(Patience, Cancellation));
    }

    [Fact]
    public async Task ThreadStarted_EachThread_RunsOnceOnItBeforeItsWork()
    {
        var prepared = new Thread?[3];
        using var meeting = new Barrier(3);
        using var lanes = new ComputeLanes(new ComputeLanesOptions
        {
            Count = 3,
            Name = "test",
            ThreadStarted = index =>
            {
                Assert.Null(prepared[index]);
                prepared[index] = Thread.CurrentThread;
            },
        });

        var threads = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => lanes.CreateLane().Run(default, () =>
        {
            meeting.SignalAndWait(Cancellation);
            return Thread.CurrentThread;
        }))).WaitAsync(Patience, Cancellation);

        Assert.Equal(prepared.OrderBy(thread => thread!.Name), threads.OrderBy(thread => thread.Name));
        Assert.Equal(["test-0", "test-1", "test-2"], threads.Select(thread => thread.Name).Order());
    }

    [Fact]
    public async Task ThreadStarted_ThatThrows_EndsAllWorkWithItsError()
    {
        using var lanes = new ComputeLanes(new ComputeLanesOptions
        {
            Count = 2,
            ThreadStarted = _ => throw new InvalidOperationException("no libtorch"),
        });

        var work = lanes.CreateLane().Run(default, () => 1);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => work.WaitAsync(Patience, Cancellation));
        Assert.Equal("no libtorch", error.Message);
    }

    [Fact]
    public async Task BusyTimes_WorkThatTakesTime_CountsItOnItsThread()
    {
        var clock = new ManualTimeProvider();
        using var lanes = new ComputeLanes(new ComputeLanesOptions { Count = 1, TimeProvider = clock });
        var lane = lanes.CreateLane();

        await Run(lane, () => clock.Advance(TimeSpan.FromSeconds(3))).WaitAsync(Patience, Cancellation);
        clock.Advance(TimeSpan.FromSeconds(10));
        await Run(lane, () => clock.Advance(TimeSpan.FromSeconds(4))).WaitAsync(Patience, Cancellation);

        Assert.Equal([TimeSpan.FromSeconds(7)], lanes.BusyTimes);
    }

    [Fact]
    public async Task Dispose_WorkUnderWay_EndsItAndCancelsWhatWaits()
    {
        var lanes = new ComputeLanes(new ComputeLanesOptions { Count = 1 });
        var lane = lanes.CreateLane();
        using var began = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        var underWay = lane.Run(default, () =>
        {
            began.Set();
            gate.Wait(Cancellation);
            return 1;
        });
        began.Wait(Cancellation);
        var sameLane = lane.Run(default, () => 2);
        var otherLane = lanes.CreateLane().Run(default, () => 3);

        var disposing = Task.Run(lanes.Dispose, Cancellation);
        await Assert.ThrowsAsync<TaskCanceledException>(() => otherLane.WaitAsync(Patience, Cancellation));
        gate.Set();
        await disposing.WaitAsync(Patience, Cancellation);

        Assert.Equal(1, await underWay);
        await Assert.ThrowsAsync<TaskCanceledException>(() => sameLane);
        await Assert.ThrowsAsync<TaskCanceledException>(() => lanes.CreateLane().Run(default, () => 4));
    }

    private static Task<bool> Run(IComputeLane lane, Action action) => lane.Run(default, () =>
    {
        action();
        return true;
    });
}
