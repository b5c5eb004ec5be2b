namespace Decentral.Actors.Local.Compute;

/// <summary>A piece of work with its result.</summary>
internal sealed class LaneWork<TResult>(Func<TResult> work) : LaneWork
{
    // Whoever waits goes on elsewhere: a lane's thread runs arithmetic and nothing else.
    private readonly TaskCompletionSource<TResult> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult? _result;
    private Exception? _failure;

    public Task<TResult> Outcome => _outcome.Task;

    public override void Run()
    {
        try
        {
            _result = work();
        }
        catch (Exception failure)
        {
            // The error belongs to whoever asked for the work and waits for it; the thread serves the next lane.
            _failure = failure;
        }
    }

    public override void Publish()
    {
        switch (_failure)
        {
            case null:
                _outcome.SetResult(_result!);
                break;
            case OperationCanceledException cancellation:
                _outcome.SetCanceled(cancellation.CancellationToken);
                break;
            default:
                _outcome.SetException(_failure);
                break;
        }
    }

    public override void Abandon(Exception? fault)
    {
        if (fault is null)
        {
            _outcome.SetCanceled();
        }
        else
        {
            _outcome.SetException(fault);
        }
    }
}
