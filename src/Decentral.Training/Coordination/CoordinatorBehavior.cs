using System.Diagnostics;
using Decentral.Actors.EventSourcing;
using Decentral.Training.Coordination.Commands;
using Decentral.Training.Coordination.Effects;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>
/// The coordinator's decisions, as pure functions. Its parts: <see cref="RollCall"/> finds out who holds what and settles
/// what follows; <see cref="Membership"/> admits and strikes off; <see cref="Placement"/> gives places in the fleet to nodes,
/// <see cref="ShardPlacement"/> parameter shards; <see cref="Rounds"/> opens and commits; <see cref="Pacing"/> says how much
/// each trains, <see cref="Closing"/> what becomes of those who are late; <see cref="Boundary"/> measures, saves, pauses and
/// finishes; <see cref="Pipelines"/> notes what workers' pipelines lose and win back.
/// </summary>
public sealed class CoordinatorBehavior(RunPlan plan)
    : EventSourcedBehavior<CoordinatorState, CoordinatorCommand, CoordinatorEvent, CoordinatorEffect>
{
    /// <inheritdoc />
    public override CoordinatorState Initial => CoordinatorState.Initial;

    /// <inheritdoc />
    public override bool IsDurable(CoordinatorEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return happened.IsDurable;
    }

    /// <inheritdoc />
    public override CoordinatorState Apply(CoordinatorState state, CoordinatorEvent happened) =>
        CoordinatorEvolution.Apply(state, happened);

    /// <inheritdoc />
    /// <exception cref="RunConflictException">The journal, the job and the members contradict each other.</exception>
    public override Decision<CoordinatorEvent, CoordinatorEffect> Decide(
        CoordinatorState state, CoordinatorCommand command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var turn = new CoordinatorTurn(plan, state, now);
        return turn.Because(
            state.Phase == CoordinatorPhase.Ended && command is not BeginRun ? SayAgain(turn, command) : Decide(turn, command));
    }

    /// <summary>Whoever shows the run may be on another node, and not have heard of its end.</summary>
    private static string SayAgain(CoordinatorTurn turn, CoordinatorCommand command)
    {
        if (command is TakeReport or TakeShardReport)
        {
            turn.Do(new EndRun(turn.State.IsFinished));
        }
        else if (command is TakeNodeReport { Agent: var agent })
        {
            turn.Do(new AnswerNode(agent, new RunIsOver(turn.State.IsFinished)));
        }

        return "The run has ended.";
    }

    private static string Decide(CoordinatorTurn turn, CoordinatorCommand command) => command switch
    {
        BeginRun => RollCall.BeginRun(turn),
        EndGathering end => RollCall.EndGathering(turn, end.Term),
        TakeReport report => Membership.Take(turn, report.Report),
        TakeNodeReport report => Placement.Take(turn, report),
        LoseWorker lost => Membership.Lose(turn, lost),
        LoseNode lost => ShardPlacement.Lose(turn, lost),
        TakeRefusal refusal => Membership.Take(turn, refusal.Refused),
        TakeStagesRecovered recovered => Pipelines.Take(turn, recovered.Recovered),
        TakeShardReport report => Membership.Take(turn, report.Report),
        CloseRound close => Closing.Close(turn, close),
        TakeReduction reduction => Rounds.Take(turn, reduction.Reduced),
        TakeHeldOutPart part => Boundary.Take(turn, part.Part),
        TakeSavedPart part => Boundary.Take(turn, part.Part),
        TakeSnapshot snapshot => Boundary.Take(turn, snapshot),
        StopRun => Boundary.Stop(turn),
        _ => throw new UnreachableException(),
    };
}
