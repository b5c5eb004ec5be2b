using Decentral.Actors;
using Decentral.Models.Decoders;
using Decentral.Models.Stages;
using Decentral.Pipeline.Conducting;
using Decentral.Pipeline.Protocol;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Tests.Conducting;

public sealed class TakingOverStampsTests
{
    [Fact]
    public void Stamps_AStepThatWasUndone_DoesNotCount()
    {
        var found = new TakingOver();
        found.Add(Report(0, epoch: 3, new StateStamp(new Epoch(3), 6)));
        found.Add(Report(1, epoch: 1, new StateStamp(new Epoch(1), 8)));
        found.Add(Report(2, epoch: 3, new StateStamp(new Epoch(1), 5)));

        Assert.Equal([5, 6], found.Stamps().Select(stamp => stamp.Step).Order());
    }

    [Fact]
    public void Stamps_OnlyAReplacementOfTheLastEpoch_ThoseOfTheEpochBeforeCount()
    {
        var found = new TakingOver();
        found.Add(Report(0, epoch: 5, default) with { Atoms = [] });
        found.Add(Report(1, epoch: 4, new StateStamp(new Epoch(4), 8)));

        Assert.Equal([8], found.Stamps().Select(stamp => stamp.Step));
        Assert.False(found.IsEmpty);
    }

    [Fact]
    public void StampOf_AMemberWithTheGradientOfTheDecidedStep_IsBehindIt()
    {
        var found = new TakingOver();
        var apply = new ApplyStep(new Term(1), new Epoch(1), 4, 0.1, 1, Protection.Nothing, 0);
        var waiting = Report(1, epoch: 1, new StateStamp(new Epoch(1), 3)) with { Run = new StepRun(new MemberId(1), new Epoch(1), 4, 1, 0) };
        found.Add(Report(0, epoch: 1, new StateStamp(new Epoch(1), 4)) with { Applied = apply });
        found.Add(waiting);

        Assert.Equal(4, found.StampOf(waiting).Step);
        Assert.Same(apply, found.Decided);
    }

    [Fact]
    public void Stages_AGap_IsThatOfWhoeverIsGone()
    {
        var found = new TakingOver();
        found.Add(Report(0, epoch: 1, default, new LayerRange(0, 2)));
        found.Add(Report(2, epoch: 1, default, new LayerRange(4, 6)));

        var (ranges, norms) = found.Stages(layers: 6);

        Assert.Equal([new LayerRange(0, 2), new LayerRange(2, 4), new LayerRange(4, 6)], ranges);
        Assert.Equal(3, norms.Length);
        Assert.Equal([new MemberId(0), new MemberId(2)], found.Seats);
    }

    private static StageReport Report(int member, long epoch, StateStamp stamp, LayerRange? layers = null) => new(
        new MemberId(member), new Incarnation(1), new Term(1), new Epoch(epoch), true, stamp, ActorRef.None)
    {
        Atoms = [.. ModelAtom.Of(ModelPart.Of(layers ?? new LayerRange(2 * member, (2 * member) + 2), 6), 6)],
    };
}
