using Decentral.Actors.Compute;

namespace Decentral.Simulation.Compute;

/// <summary>One worker's queue of work on a simulated node: the real arithmetic, in the time of a modelled device.</summary>
internal sealed class SimulatedLane(LaneQueue lanes) : IComputeLane
{
    private readonly Queue<SimulatedWork> _waiting = new();

    public SimulatedWork Current => _waiting.Peek();

    public Task<TResult> Run<TResult>(ComputeCost cost, Func<TResult> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var piece = new SimulatedWork<TResult>(cost, work);
        _waiting.Enqueue(piece);
        if (_waiting.Count == 1)
        {
            lanes.Add(this);
        }

        return piece.Outcome;
    }

    public void CurrentEnded()
    {
        _waiting.Dequeue();
        if (_waiting.Count > 0)
        {
            lanes.Add(this);
        }
    }
}
