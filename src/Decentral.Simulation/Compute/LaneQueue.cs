using Decentral.Simulation.Nodes;
using Decentral.Simulation.Randomness;
using Decentral.Simulation.Time;

namespace Decentral.Simulation.Compute;

/// <summary>The lanes of a node: lanes with work wait their turn, as many are served at once as the node has.</summary>
internal sealed class LaneQueue(SimulatedNode node, EventLoop loop, SeededRandom random)
{
    private const ulong WorkTrace = 0x7_0006;

    private readonly Queue<SimulatedLane> _ready = new();
    private int _busy;
    private int _life;

    public void Add(SimulatedLane lane)
    {
        _ready.Enqueue(lane);
        Serve();
    }

    /// <summary>The node died, and all work with it.</summary>
    public void Clear()
    {
        _ready.Clear();
        _busy = 0;
        _life++;
    }

    private void Serve()
    {
        while (_busy < node.Profile.Lanes && _ready.TryDequeue(out var lane))
        {
            Begin(lane);
        }
    }

    private void Begin(SimulatedLane lane)
    {
        _busy++;
        var piece = lane.Current;
        // The result is there only at the end, but the work may look at the world early or late: the seed tries both.
        if (random.Chance(0.5))
        {
            piece.Run();
        }

        PlanEnd(loop.Now + node.Device.TimeFor(piece.Cost, random), lane, piece);
    }

    private void PlanEnd(DateTimeOffset end, SimulatedLane lane, SimulatedWork piece)
    {
        var (life, stoodStill) = (_life, node.Standstill.Total);
        loop.PlanAt(end, new TimedAction(
            WorkTrace, () => node.Standstill.WhenAwake(() => EndUnlessLate(end, lane, piece, life, stoodStill))));
    }

    /// <summary>A piece takes longer by the time for which the process stood still meanwhile.</summary>
    private void EndUnlessLate(DateTimeOffset end, SimulatedLane lane, SimulatedWork piece, int life, TimeSpan stoodStill)
    {
        if (life != _life)
        {
            return;
        }

        var lateEnd = end + (node.Standstill.Total - stoodStill);
        if (lateEnd > loop.Now)
        {
            PlanEnd(lateEnd, lane, piece);
        }
        else
        {
            End(lane, piece);
        }
    }

    private void End(SimulatedLane lane, SimulatedWork piece)
    {
        _busy--;
        piece.Run();
        lane.CurrentEnded();
        piece.Publish();
        Serve();
    }
}
