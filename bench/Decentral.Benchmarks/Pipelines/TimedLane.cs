using System.Collections.Concurrent;
using System.Diagnostics;
using Decentral.Actors.Compute;

namespace Decentral.Benchmarks.Pipelines;

/// <summary>
/// A lane that takes as long as it is told for each piece of work and uses no core meanwhile, so that two cores can run the stages of many
/// machines at once. What is not training takes as long as it takes.
/// </summary>
internal sealed class TimedLane : IComputeLane, IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;
    private readonly TimeSpan _perToken;
    private TimeSpan _owed;

    /// <param name="perToken">Of each token of a piece's cost.</param>
    public TimedLane(TimeSpan perToken)
    {
        _perToken = perToken;
        _thread = new Thread(() =>
        {
            foreach (var piece in _work.GetConsumingEnumerable())
            {
                piece();
            }
        })
        {
            IsBackground = true,
        };
        _thread.Start();
    }

    public Task<TResult> Run<TResult>(ComputeCost cost, Func<TResult> work)
    {
        var outcome = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                var result = work();
                if (cost.Tokens > 0)
                {
                    Wait(began, _perToken * cost.Tokens);
                }

                outcome.SetResult(result);
            }
            catch (Exception error)
            {
                outcome.SetException(error);
            }
        });
        return outcome.Task;
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    /// <summary>Sleeps for whole milliseconds; what is too little or too much is made up for by the next piece.</summary>
    private void Wait(long began, TimeSpan time)
    {
        _owed += time - Stopwatch.GetElapsedTime(began);
        var slept = Stopwatch.GetTimestamp();
        if (_owed > TimeSpan.Zero)
        {
            Thread.Sleep(_owed);
        }

        _owed -= Stopwatch.GetElapsedTime(slept);
    }
}
