using Decentral.Training.Protocol;

namespace Decentral.Training.Supervision;

/// <summary>Hears what a run has a node do. Called on the agent's turn: it does not block.</summary>
public interface INodeObserver
{
    /// <summary>The node fills a place in the fleet from now on.</summary>
    void Placed(WorkerId worker);

    /// <summary>The node collects the updates of a fragment from now on.</summary>
    void Placed(FragmentId fragment);

    /// <summary>There is no place at present; the node goes on asking.</summary>
    /// <param name="reason">In words.</param>
    void Refused(string reason);

    /// <summary>The run has ended.</summary>
    /// <param name="isFinished">Whether its budget is used up; otherwise it was stopped, and may go on.</param>
    void Ended(bool isFinished);
}
