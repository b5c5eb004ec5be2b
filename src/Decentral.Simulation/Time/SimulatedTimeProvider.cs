namespace Decentral.Simulation.Time;

/// <summary>The virtual clock for whatever takes a clock; timers fire as events of the world.</summary>
internal sealed class SimulatedTimeProvider(EventLoop loop, Func<bool> isAlive, Action<Action> whenAwake) : TimeProvider
{
    private const ulong TimerTrace = 0x7_0001;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => loop.Now;

    public override long GetTimestamp() => loop.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new SimulatedTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class SimulatedTimer(SimulatedTimeProvider clock, Action fire) : ITimer
    {
        private IDisposable? _planned;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Dispose();
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                _planned = clock.Loop.Plan(dueTime, TimerTrace, () => FireWhenAwake(period));
            }

            return true;
        }

        public void Dispose() => _planned?.Dispose();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void FireWhenAwake(TimeSpan period) => clock.WhenAwake(() => Fire(period));

        private void Fire(TimeSpan period)
        {
            if (!clock.IsAlive())
            {
                return;
            }

            if (period > TimeSpan.Zero)
            {
                _planned = clock.Loop.Plan(period, TimerTrace, () => FireWhenAwake(period));
            }

            fire();
        }
    }

    private EventLoop Loop => loop;

    private bool IsAlive() => isAlive();

    private void WhenAwake(Action happening) => whenAwake(happening);
}
