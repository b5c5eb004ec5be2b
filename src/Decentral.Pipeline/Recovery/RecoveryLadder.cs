using System.Collections.Immutable;

namespace Decentral.Pipeline.Recovery;

/// <summary>
/// Where the states of lost stages come from: for each the cheapest exact source, then its neighbours, and when one of
/// them has neither, the whole run goes back to its snapshot on disk.
/// </summary>
/// <remarks>
/// All stages go on from one step. So copies count only where every stage that needs one has it of the same step, to
/// which the living stages then go back as well; each keeps its own state of the steps of which it has given copies
/// away. When a stage is made from its neighbours, one that comes back exactly is as good a neighbour as one that was
/// not lost. A snapshot on disk that is newer than the copies is preferred to them: both are exact.
/// </remarks>
internal sealed class RecoveryLadder
{
    private readonly PipelineLoss _loss;
    private readonly RecoveryOptions _options;
    private readonly ImmutableArray<LostStage> _withoutReplica;
    private readonly long? _copiedStep;

    private RecoveryLadder(PipelineLoss loss, RecoveryOptions options)
    {
        _loss = loss;
        _options = options;
        _withoutReplica = [.. loss.Lost.Where(lost => lost.Replica != loss.Current)];
        var common = CompleteCopies.Of(_withoutReplica.Where(HasUsableCopy).Select(UsableCopiesOf));
        _copiedStep = common.IsEmpty ? null : common.Max.Step;
    }

    private long? UsableSnapshot => _loss.DurableStep <= _loss.Current.Step ? _loss.DurableStep : null;

    /// <summary>Decides for all lost stages together.</summary>
    public static PipelineRecovery Decide(PipelineLoss loss, RecoveryOptions options)
    {
        Require(loss);
        return new RecoveryLadder(loss, options).Decide();
    }

    private PipelineRecovery Decide()
    {
        var stages = _loss.Lost.Select(Recover).ToImmutableArray();
        if (stages.FirstOrDefault(stage => stage.Rung == RecoveryRung.Nothing) is { } hopeless)
        {
            return GoBackToSnapshot(hopeless.Reason);
        }

        var step = _copiedStep ?? _loss.Current.Step;
        if (step == _loss.Current.Step)
        {
            return new(stages, new(RewindScope.Nothing, step), "Nothing is done again.");
        }

        return UsableSnapshot > step
            ? GoBackToSnapshot($"The copies in memory are older: of step {step}.")
            : new(stages, new(RewindScope.Pipeline, step), $"All stages {GoBack(step)}, of which the copies are.");
    }

    private StageRecovery Recover(LostStage lost)
    {
        var stage = lost.Stage;
        if (lost.Replica == _loss.Current)
        {
            return new(stage, RecoveryRung.Replica, $"Stage {stage} comes from its replica, of {_loss.Current}.");
        }

        if (_copiedStep is { } step && HasUsableCopy(lost))
        {
            return _options.Buddy == BuddyKind.Copy
                ? new(stage, RecoveryRung.BuddyCopy, $"Stage {stage} comes from its buddy's copy, of step {step}.")
                : new(stage, RecoveryRung.Parity, $"Stage {stage} comes from its parity group, of step {step}.");
        }

        return RecoverFromNeighbours(lost);
    }

    private StageRecovery RecoverFromNeighbours(LostStage lost)
    {
        var plan = NeighbourRule.Decide(_loss.LayersOfStages, Bare(), lost.Stage, _options.Neighbours);
        var reason = $"{WhyNotExact(lost)} {plan.Reason}";
        return plan.IsPossible
            ? new(lost.Stage, RecoveryRung.Neighbours, reason) { Layers = plan.Layers }
            : new(lost.Stage, RecoveryRung.Nothing, reason);
    }

    private PipelineRecovery GoBackToSnapshot(string why)
    {
        if (UsableSnapshot is { } step)
        {
            return All(
                RecoveryRung.DurableSnapshot,
                new(RewindScope.Run, step),
                $"{why} The whole run must {GoBack(step)}, of which the snapshot on disk is.");
        }

        var snapshot = _loss.DurableStep is { } later
            ? $"The snapshot on disk is of step {later}, which is still to come."
            : "There is no snapshot on disk.";
        return All(
            RecoveryRung.Nothing,
            new(RewindScope.Nothing, _loss.Current.Step),
            $"Nothing is left from which the run could go on. {why} {snapshot}");
    }

    private PipelineRecovery All(RecoveryRung rung, Rewind rewind, string reason) =>
        new([.. _loss.Lost.Select(lost => new StageRecovery(lost.Stage, rung, reason))], rewind, reason);

    private string GoBack(long step) => $"go back {_loss.Current.Step - step} steps, to step {step}";

    private ImmutableSortedSet<int> Bare() =>
        [.. _withoutReplica.Where(lost => _copiedStep is null || !HasUsableCopy(lost)).Select(lost => lost.Stage)];

    private bool HasUsableCopy(LostStage lost) => UsableCopiesOf(lost).Any();

    private IEnumerable<StateStamp> UsableCopiesOf(LostStage lost) => lost.CopiesOf(_options.Buddy)
        .Where(copy => copy.Epoch == _loss.Current.Epoch && copy.Step <= _loss.Current.Step);

    private string WhyNotExact(LostStage lost)
    {
        var replica = lost.Replica is { } other
            ? $"its replica is of {other}, not of {_loss.Current}"
            : "no replica of it is alive";
        return $"Stage {lost.Stage} cannot be had exactly: {replica}, and {WhyNoCopy(lost)}.";
    }

    private string WhyNoCopy(LostStage lost)
    {
        var copies = lost.CopiesOf(_options.Buddy);
        return (_options.Buddy, copies) switch
        {
            (BuddyKind.None, _) => "the run keeps no copies in memory",
            (BuddyKind.Copy, []) => "its buddy has no whole copy",
            (_, []) => "its parity group is not complete",
            _ when HasUsableCopy(lost) => "the copies of the lost stages have no step in common",
            _ => $"its copies are of {string.Join(" and ", copies)}, and the pipeline is at {_loss.Current}",
        };
    }

    private static void Require(PipelineLoss loss)
    {
        if (loss.Lost.IsEmpty)
        {
            throw new ArgumentException("No stage is lost.", nameof(loss));
        }

        for (var index = 1; index < loss.Lost.Length; index++)
        {
            if (loss.Lost[index - 1].Stage >= loss.Lost[index].Stage)
            {
                throw new ArgumentException(
                    $"Lost stages rise: {loss.Lost[index].Stage} comes after {loss.Lost[index - 1].Stage}.",
                    nameof(loss));
            }
        }
    }
}
