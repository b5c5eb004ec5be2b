using Decentral.Simulation.Randomness;

namespace Decentral.Simulation.Time;

/// <summary>
/// Virtual time. Whatever is ready at an instant runs in an order drawn from the seed; when nothing is, time goes on to the
/// next timed event.
/// </summary>
internal sealed class EventLoop(DateTimeOffset start, SeededRandom lots, long maxEventsAtOneInstant)
{
    private const int FewCalledOff = 1024;

    private const string Trespass =
        "Something outside the simulation touched it while it ran: a task that an actor awaits ended on another thread. "
        + "Give the actor the simulated clock, lane and disk.";

    private readonly PriorityQueue<TimedEvent, EventKey> _timed = new();
    private readonly List<ITurn> _ready = [];
    private long _planned;
    private long _eventsAtThisInstant;
    private int _calledOff;
    private int _runner;
    private string? _trespass;

    public DateTimeOffset Now { get; private set; } = start;

    /// <summary>Events so far: turns and timed ones.</summary>
    public long Events { get; private set; }

    public TraceDigest Trace { get; } = new();

    public void MakeReady(ITurn turn) => _ready.Add(turn);

    public void Plan(TimeSpan delay, TimedEvent happening) => PlanAt(Now + delay, happening);

    public void PlanAt(DateTimeOffset time, TimedEvent happening)
    {
        ThrowIfForeignThread();
        happening.Planned(this);
        _timed.Enqueue(happening, new EventKey(time.Ticks, (uint)lots.Next(), _planned++));
    }

    public IDisposable Plan(TimeSpan delay, ulong traceId, Action happen)
    {
        var action = new TimedAction(traceId, happen);
        Plan(delay, action);
        return action;
    }

    /// <summary>Nothing is left to happen, ever.</summary>
    public bool IsIdle => _ready.Count == 0 && !TryPeek(out _);

    /// <summary>Lets the next thing happen; false when nothing is left.</summary>
    /// <param name="until">Nothing later than this happens, and time does not go beyond it.</param>
    public bool Step(DateTimeOffset until)
    {
        if (Volatile.Read(ref _trespass) is { } trespass)
        {
            throw new InvalidOperationException(trespass);
        }

        var isTimedDue = TryPeek(out var next) && next.Ticks <= Now.Ticks;
        var choices = _ready.Count + (isTimedDue ? 1 : 0);
        if (choices > 0)
        {
            CountAtThisInstant();
            var choice = choices == 1 ? 0 : lots.Below(choices);
            Run(choice);
            return true;
        }

        if (_timed.Count == 0 || next.Ticks > until.Ticks)
        {
            return false;
        }

        MoveTo(new DateTimeOffset(next.Ticks, TimeSpan.Zero));
        HappenNext();
        return true;
    }

    /// <summary>Time passes with nothing happening.</summary>
    public void MoveTo(DateTimeOffset time)
    {
        if (time > Now)
        {
            Now = time;
            _eventsAtThisInstant = 0;
        }
    }

    /// <summary>From now on until <see cref="Leave"/> only the calling thread may touch the world.</summary>
    public void Enter()
    {
        if (Interlocked.CompareExchange(ref _runner, Environment.CurrentManagedThreadId, 0) != 0)
        {
            throw new InvalidOperationException("The world is being run already; an actor or a checker must not run it.");
        }
    }

    public void Leave() => Volatile.Write(ref _runner, 0);

    public void CalledOff()
    {
        _calledOff++;
        if (_calledOff > FewCalledOff && _calledOff > _timed.Count / 2)
        {
            Compact();
        }
    }

    private void Run(int choice)
    {
        if (choice == _ready.Count)
        {
            HappenNext();
            return;
        }

        Events++;
        Trace.Add((ulong)Now.Ticks);
        var turn = _ready[choice];
        if (!turn.Take(Trace))
        {
            // The turn itself may have made others ready, but never moved those that were.
            _ready[choice] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
        }
    }

    private void HappenNext()
    {
        var next = _timed.Dequeue();
        Events++;
        Trace.Add((ulong)Now.Ticks);
        Trace.Add(next.TraceId);
        next.Begin();
        next.Happen();
    }

    private bool TryPeek(out EventKey key)
    {
        while (_timed.TryPeek(out var next, out key))
        {
            if (!next.IsOver)
            {
                return true;
            }

            _timed.Dequeue();
            _calledOff--;
        }

        return false;
    }

    private void Compact()
    {
        var live = _timed.UnorderedItems.Where(item => !item.Element.IsOver).ToArray();
        _timed.Clear();
        _timed.EnqueueRange(live);
        _calledOff = 0;
    }

    private void CountAtThisInstant()
    {
        if (++_eventsAtThisInstant > maxEventsAtOneInstant)
        {
            throw new InvalidOperationException(
                $"{maxEventsAtOneInstant} events at one instant, {Now:O}: actors keep one another busy without time passing. "
                + "Put a delay or a piece of work into the loop, or raise the bound.");
        }
    }

    /// <summary>
    /// Refuses whoever touches the running world from outside. The exception may well be lost where it is thrown, so that
    /// the next step says it again.
    /// </summary>
    public void ThrowIfForeignThread()
    {
        var runner = Volatile.Read(ref _runner);
        if (runner != 0 && runner != Environment.CurrentManagedThreadId)
        {
            Volatile.Write(ref _trespass, Trespass);
            throw new InvalidOperationException(Trespass);
        }
    }
}
