using Decentral.Actors.Compute;

namespace Decentral.Simulation.Compute;

/// <summary>A piece of work with its result.</summary>
internal sealed class SimulatedWork<TResult>(ComputeCost cost, Func<TResult> work) : SimulatedWork(cost)
{
    // Whoever waits goes on inside the event that publishes: nothing may escape from the event loop.
    private readonly TaskCompletionSource<TResult> _outcome = new();
    private Func<TResult>? _work = work;
    private TResult? _result;
    private Exception? _failure;

    public Task<TResult> Outcome => _outcome.Task;

    public override void Run()
    {
        if (_work is not { } work)
        {
            return;
        }

        _work = null;
        try
        {
            _result = work();
        }
        catch (Exception failure)
        {
            // The error belongs to whoever asked for the work and waits for it.
            _failure = failure;
        }
    }

    public override void Publish()
    {
        if (_failure is null)
        {
            _outcome.SetResult(_result!);
        }
        else
        {
            _outcome.SetException(_failure);
        }
    }
}
