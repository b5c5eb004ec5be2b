using System.Diagnostics;
using Decentral.Actors.Transfers;
using Decentral.Pipeline.Schedules;

namespace Decentral.Pipeline.Stages;

/// <summary>
/// How far a stage is in a step. It makes the passes of its program one after the other, each as soon as what it takes is there and a slot for
/// what it gives is free (OneFlow's counters, arXiv:2110.15032, §4.2), so that no more waits between two stages than there are slots.
/// </summary>
internal sealed class StepProgress(PipelineRoutes routes, StageProgram program, int slots) : IDisposable
{
    private readonly Dictionary<Pass, Payload> _arrived = [];
    private readonly HashSet<Pass> _used = [];
    private readonly Dictionary<Edge, int> _given = [];
    private readonly Dictionary<Edge, int> _freed = [];
    private readonly Dictionary<Edge, int> _taken = [];
    private int _made;

    /// <summary>Whether all passes are made.</summary>
    public bool IsOver => _made == program.Passes.Length;

    /// <summary>The pass that is due; null where something is waited for, or all are made.</summary>
    public Pass? Due => !IsOver && HasInput(Turn) && HasSlot(Turn) ? Turn : null;

    /// <summary>What it has used up, for those who gave it.</summary>
    public IEnumerable<KeyValuePair<Edge, int>> Taken => _taken;

    private Pass Turn => program.Passes[_made];

    /// <summary>The pass that takes what a pass gives, if it is another stage's; null where nobody else takes it.</summary>
    public Pass? ReceiverOf(Pass pass) =>
        routes.After(pass) is { } after && routes.StageOf(after) != program.Stage ? after : null;

    /// <summary>Notes what a pass takes; what came before, or is for nobody here, is disposed of.</summary>
    public void Arrive(Pass pass, Payload payload)
    {
        if (!routes.Has(pass) || routes.StageOf(pass) != program.Stage || _used.Contains(pass) || !_arrived.TryAdd(pass, payload))
        {
            payload.Dispose();
        }
    }

    /// <summary>Notes how many of what it gave were used up.</summary>
    public void Free(Edge edge, int total) => _freed[edge] = Math.Max(_freed.GetValueOrDefault(edge), total);

    /// <summary>Begins the pass that is due.</summary>
    /// <returns>What it takes; null where it begins with tokens, or with its own loss.</returns>
    public Payload? Begin(Pass pass)
    {
        Debug.Assert(pass == Due, "Passes are made in the order of the program.");
        _used.Add(pass);
        if (EdgeBehind(pass) is { } edge)
        {
            _given[edge] = _given.GetValueOrDefault(edge) + 1;
        }

        return _arrived.Remove(pass, out var payload) ? payload : null;
    }

    /// <summary>Ends it.</summary>
    /// <param name="pass">The one that was begun.</param>
    /// <param name="made">What it gave for a chunk of the same stage; null where that is nothing, or for another.</param>
    /// <returns>Whose slot is free now; null where it took nothing of another stage.</returns>
    public (Edge Edge, int Total)? End(Pass pass, Payload? made)
    {
        _made++;
        if (made is not null)
        {
            Arrive(routes.After(pass)!.Value, made);
        }

        if (EdgeBefore(pass) is not { } edge)
        {
            return null;
        }

        var total = _taken[edge] = _taken.GetValueOrDefault(edge) + 1;
        return (edge, total);
    }

    /// <summary>The stage that gives what comes over an edge.</summary>
    public int GiverOf(Edge edge) => routes.StageOfChunk[edge.From];

    public void Dispose()
    {
        foreach (var payload in _arrived.Values)
        {
            payload.Dispose();
        }

        _arrived.Clear();
    }

    /// <summary>The first pass takes tokens, and the first one back its own loss.</summary>
    private bool HasInput(Pass pass) => routes.Before(pass) is not { } before || before.Kind != pass.Kind || _arrived.ContainsKey(pass);

    private bool HasSlot(Pass pass) =>
        EdgeBehind(pass) is not { } edge || _given.GetValueOrDefault(edge) - _freed.GetValueOrDefault(edge) < slots;

    private Edge? EdgeBehind(Pass pass) => routes.After(pass) is { } after ? EdgeOf(pass, after) : null;

    private Edge? EdgeBefore(Pass pass) => routes.Before(pass) is { } before ? EdgeOf(before, pass) : null;

    private Edge? EdgeOf(Pass giver, Pass taker) =>
        routes.StageOf(giver) == routes.StageOf(taker) ? null : new Edge(taker.Kind, giver.Chunk, taker.Chunk);
}
