using Decentral.Actors;
using Decentral.Pipeline.Protocol;
using Decentral.Training.Protocol;
using Decentral.Training.Snapshots;

namespace Decentral.Pipeline.Conducting;

/// <summary>Has every stage write what it has into a durable snapshot.</summary>
/// <param name="snapshot">Its name.</param>
/// <param name="state">What the state is called in it.</param>
/// <param name="layers">Of the model.</param>
/// <param name="snapshots">Where.</param>
internal sealed class Saving(string snapshot, SavedState state, int layers, ISnapshotStore snapshots) : Errand
{
    private readonly SortedSet<MemberId> _missing = [];
    private (Term Term, PipelineForm Form, long Step) _in;

    public override bool IsDone => _missing.Count == 0;

    public override void Begin(Term term, PipelineForm form, StateStamp stamp)
    {
        _in = (term, form, stamp.Step);
        _missing.UnionWith(form.Seats.Select(seat => seat.Member));
        _missing.IntersectWith(form.Seats.Select(seat => seat.Member));
    }

    public override IEnumerable<(ActorRef Stage, StageOrder Order)> TakeOrders() =>
        _in.Form.Seats.Where(seat => _missing.Contains(seat.Member)).Select(OrderOf).ToArray();

    public override IEnumerable<(ActorRef Stage, StageOrder Order)> Remind(StageReport report) =>
        _in.Form.Seats.Where(seat => seat.Member == report.Member && _missing.Contains(seat.Member)).Select(OrderOf).ToArray();

    public override void Take(AtomsSaved saved)
    {
        if (saved.Snapshot == snapshot)
        {
            _missing.Remove(saved.Member);
        }
    }

    private (ActorRef Stage, StageOrder Order) OrderOf(StageSeat seat)
    {
        foreach (var atom in PipelineForm.AtomsOf(seat, layers))
        {
            snapshots.Expect(snapshot, state.PartOf(atom), seat.Stage.Address.Node);
        }

        return (seat.Stage, new SaveAtoms(_in.Term, _in.Form.Epoch, _in.Step, snapshot, state));
    }
}
