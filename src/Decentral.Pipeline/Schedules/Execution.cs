using System.Collections.Immutable;

namespace Decentral.Pipeline.Schedules;

/// <summary>A step of a pipeline, event by event: a pass ends, or an output arrives, and then whatever can start does.</summary>
internal sealed class Execution
{
    private readonly PipelineRoutes _routes;
    private readonly TimelineOptions _options;
    private readonly IPassOrder _order;
    private readonly PriorityQueue<(Pass Pass, bool HasEnded), double> _agenda = new();
    private readonly bool[] _isReady;
    private readonly bool[] _isBusy;
    private readonly int[] _slotsTaken;
    private readonly double[] _linksFree;
    private readonly ImmutableArray<TimedPass>.Builder[] _made;

    public Execution(PipelineRoutes routes, TimelineOptions options, IPassOrder order)
    {
        options.Validate(routes.Chunks);
        (_routes, _options, _order) = (routes, options, order);
        _isReady = new bool[routes.Microbatches * 2 * routes.Chunks];
        _isBusy = new bool[routes.Stages];
        _slotsTaken = new int[2 * routes.Chunks * routes.Chunks];
        _linksFree = new double[routes.Stages * routes.Stages];
        _made = [.. Enumerable.Range(0, routes.Stages).Select(_ => ImmutableArray.CreateBuilder<TimedPass>())];
        for (var microbatch = 0; microbatch < routes.Microbatches; microbatch++)
        {
            _isReady[microbatch * 2 * routes.Chunks] = true;
        }
    }

    /// <summary>Microbatches that have begun and not ended.</summary>
    public int InFlight { get; private set; }

    /// <summary>Goes on until nothing can start any more.</summary>
    public Timeline Run()
    {
        StartAll(0);
        while (_agenda.TryDequeue(out var happened, out var now))
        {
            Take(happened, now);
            while (_agenda.TryPeek(out _, out var next) && next == now)
            {
                Take(_agenda.Dequeue(), now);
            }

            StartAll(now);
        }

        return new Timeline(_routes, [.. _made.Select(made => made.ToImmutable())], [.. Waits()]);
    }

    /// <summary>Whether a pass has its input and a slot for its output.</summary>
    public bool CanStart(Pass pass) => _isReady[IndexOf(pass)] && HasSlot(pass);

    private void StartAll(double now)
    {
        for (var stage = 0; stage < _routes.Stages; stage++)
        {
            if (!_isBusy[stage] && _order.Next(stage, this) is { } pass)
            {
                Start(stage, pass, now);
            }
        }
    }

    private void Start(int stage, Pass pass, double now)
    {
        var end = now + _options.DurationOf(pass);
        _isBusy[stage] = true;
        _made[stage].Add(new TimedPass(pass, now, end));
        _agenda.Enqueue((pass, true), end);
        InFlight += _routes.Before(pass) is null ? 1 : 0;
        if (EdgeAfter(pass) is { } edge)
        {
            _slotsTaken[edge]++;
        }
    }

    /// <param name="happened">A pass that ended, or one whose input is there.</param>
    /// <param name="now">When.</param>
    private void Take((Pass Pass, bool HasEnded) happened, double now)
    {
        if (happened.HasEnded)
        {
            End(happened.Pass, now);
        }
        else
        {
            _isReady[IndexOf(happened.Pass)] = true;
        }
    }

    private void End(Pass pass, double now)
    {
        _isBusy[_routes.StageOf(pass)] = false;
        if (_routes.Before(pass) is { } before && EdgeAfter(before) is { } edge)
        {
            _slotsTaken[edge]--;
        }

        if (_routes.After(pass) is { } after)
        {
            _agenda.Enqueue((after, false), ArrivalOf(pass, after, now));
        }
        else
        {
            InFlight--;
        }
    }

    private double ArrivalOf(Pass pass, Pass after, double now)
    {
        var (from, to) = (_routes.StageOf(pass), _routes.StageOf(after));
        if (from == to)
        {
            return now;
        }

        var handOver = new HandOver(pass, from, to);
        ref var linkFree = ref _linksFree[(from * _routes.Stages) + to];
        linkFree = Math.Max(now, linkFree) + _options.Sending(handOver);
        return linkFree + _options.Latency(handOver);
    }

    private bool HasSlot(Pass pass) =>
        _options.OutputSlots is not { } slots || EdgeAfter(pass) is not { } edge || _slotsTaken[edge] < slots;

    /// <summary>The number of the edge that a pass's output goes over; null where it stays on the stage.</summary>
    private int? EdgeAfter(Pass pass) => _routes.After(pass) is { } after && _routes.StageOf(after) != _routes.StageOf(pass)
        ? ((((int)pass.Kind * _routes.Chunks) + pass.Chunk) * _routes.Chunks) + after.Chunk
        : null;

    private int IndexOf(Pass pass) => (pass.Microbatch * 2 * _routes.Chunks) + _routes.PlaceOf(pass);

    private IEnumerable<StageWait> Waits()
    {
        for (var stage = 0; stage < _routes.Stages; stage++)
        {
            if (_order.Awaited(stage) is { } pass)
            {
                yield return WaitOf(stage, pass);
            }
        }
    }

    private StageWait WaitOf(int stage, Pass pass)
    {
        var isInput = !_isReady[IndexOf(pass)] && _routes.Before(pass) is not null;
        var awaited = isInput ? _routes.Before(pass)!.Value : _routes.After(pass) ?? pass;
        return new StageWait(stage, pass, isInput, awaited, _routes.StageOf(awaited));
    }
}
