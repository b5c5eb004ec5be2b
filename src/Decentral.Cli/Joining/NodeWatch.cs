using Decentral.Training.Protocol;
using Decentral.Training.Supervision;

namespace Decentral.Cli.Joining;

/// <summary>Tells the person what a run has the node do, each thing once.</summary>
/// <param name="view">How.</param>
/// <param name="isStaged">Whether places are those of a pipeline's members.</param>
internal sealed class NodeWatch(INodeView view, bool isStaged) : INodeObserver
{
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _told;

    /// <summary>Completes when the run is finished.</summary>
    public Task Finished => _finished.Task;

    public void Placed(WorkerId worker) => Say(isStaged ? $"takes part as member {worker.Value} of the pipeline" : $"takes part as {worker}");

    public void Placed(FragmentId fragment) => Say($"collects the updates of {fragment}");

    public void Refused(string reason) => Say($"waiting for a place: {reason}");

    public void Ended(bool isFinished)
    {
        Say(isFinished ? "the run is finished" : "the run was stopped; waiting for it to go on");
        if (isFinished)
        {
            _finished.TrySetResult();
        }
    }

    private void Say(string what)
    {
        if (Interlocked.Exchange(ref _told, what) != what)
        {
            view.Say(what);
        }
    }
}
