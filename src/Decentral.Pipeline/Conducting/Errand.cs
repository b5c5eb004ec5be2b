using Decentral.Actors;
using Decentral.Pipeline.Protocol;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Conducting;

/// <summary>
/// Something that a pipeline does between two steps. A new epoch begins it again with whoever is there then; what is lost on the way is said
/// again when members report.
/// </summary>
internal abstract class Errand
{
    /// <summary>Whether it is done.</summary>
    public abstract bool IsDone { get; }

    /// <summary>An epoch has begun: whatever was ordered in another is of no use any more.</summary>
    public abstract void Begin(Term term, PipelineForm form, StateStamp stamp);

    /// <summary>The orders that are due, each with whom it is for.</summary>
    public abstract IEnumerable<(ActorRef Stage, StageOrder Order)> TakeOrders();

    /// <summary>A member reports: what it should have done by now is ordered again.</summary>
    public abstract IEnumerable<(ActorRef Stage, StageOrder Order)> Remind(StageReport report);

    /// <summary>Some held-out samples were measured.</summary>
    public virtual void Take(LossMeasured measured)
    {
        // Of no use but to who measures.
    }

    /// <summary>A member has written what it has.</summary>
    public virtual void Take(AtomsSaved saved)
    {
        // Of no use but to who saves.
    }
}
