using System.Diagnostics;
using Decentral.Actors;
using Decentral.Training.Coordination;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Progress;
using Decentral.Training.Protocol;

namespace Decentral.Training.Monitoring;

/// <summary>Makes what a person sees of a run from the ledger and from the workers' steps. Decides nothing.</summary>
public sealed class RunMonitor : Actor,
    IReceive<StepReported>, IReceive<LedgerAdvanced>, IReceive<PartFailed>, IReceive<RunEnded>,
    IReceive<StagesFormed>, IReceive<ProgressDue>
{
    private readonly MonitorOptions _options;
    private readonly RecentSteps _recent = new();
    private readonly HashSet<WorkerId> _seen = [];
    private readonly SortedDictionary<WorkerId, int> _stages = [];
    private DateTimeOffset _started;
    private RunStanding? _state;
    private double _learningRate;
    private bool _isEnded;

    /// <summary>Tells whom the options say.</summary>
    public RunMonitor(MonitorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    private TimeSpan Elapsed => Context.Now - _started;

    /// <inheritdoc />
    public void Receive(StepReported message)
    {
        _recent.Add(Context.Now, message.Outcome.Tokens, message.Outcome.LossSum);
        _learningRate = message.Outcome.LearningRate;
    }

    /// <inheritdoc />
    public void Receive(LedgerAdvanced message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var before = _state;
        _state = message.State;
        Keep(message.Happened, message.State);
        if (Told(message.Happened, before) is { } told)
        {
            _options.Observer.Report(told);
        }

        if (PhaseOf(before) != PhaseOf(_state))
        {
            _options.Observer.Report(Picture());
        }
    }

    /// <inheritdoc />
    public void Receive(PartFailed message)
    {
        ArgumentNullException.ThrowIfNull(message);
        _options.Observer.Report(
            new RunNotice(Elapsed, $"{message.Part} failed and is replaced: {message.Reason}", IsWarning: true));
    }

    /// <inheritdoc />
    public void Receive(StagesFormed message)
    {
        ArgumentNullException.ThrowIfNull(message);
        _stages[message.Worker] = message.Stages;
    }

    /// <inheritdoc />
    public void Receive(RunEnded message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!_isEnded)
        {
            _isEnded = true;
            _state = message.State;
            _options.Observer.Report(Picture());
            _options.Ended(new RunOutcome(
                message.IsFinished, _state, _recent.TrainingTime, _recent.TotalTokens, _options.Utilisation()));
        }
    }

    /// <inheritdoc />
    public void Receive(ProgressDue message)
    {
        _options.Observer.Report(Picture());
        Context.Schedule(_options.ReportInterval, message);
    }

    /// <inheritdoc />
    protected override void Started()
    {
        _started = Context.Now;
        Context.Schedule(_options.ReportInterval, new ProgressDue());
    }

    private void Keep(CoordinatorEvent? happened, RunStanding state)
    {
        switch (happened)
        {
            case RoundCommitted committed:
                _options.Metrics.Add(Point(committed.Round.Value, happened, state) with { TrainLoss = state.Totals.TrainLoss });
                break;
            case Coordination.Events.HeldOutMeasured measured:
                _options.Metrics.Add(Point(measured.Round.Value, happened, state) with { EvalLoss = measured.Loss });
                break;
            case RunRolledBack back:
                _options.Metrics.RollBack(back.ToRound);
                break;
            default:
                break;
        }
    }

    private static MetricsPoint Point(long round, CoordinatorEvent happened, RunStanding state) => new()
    {
        Round = round,
        Tokens = state.Totals.Tokens,
        Bytes = state.Totals.SyncBytes,
        At = happened.At,
    };

    private RunEvent? Told(CoordinatorEvent? happened, RunStanding? before) => happened switch
    {
        WorkerJoined joined => Greet(joined),
        // Who was there before this start and has come anew was not lost in it.
        WorkerLeft left => _seen.Contains(left.Worker) ? new MemberLost(Elapsed, left.Worker.ToString(), left.Reason) : null,
        TermBegan { IsRecovery: true } began => new Recovered(Elapsed, "coordination", began.Reason),
        StagesReplaced replaced => new Recovered(Elapsed, replaced.Part, replaced.Source),
        StagesSettled settled => new RunNotice(Elapsed, settled.InWords),
        Coordination.Events.HeldOutMeasured measured => new Progress.HeldOutMeasured(
            Elapsed, measured.Round.Value, _state!.Totals.Tokens, _recent.MeanLoss ?? _state.Totals.TrainLoss, measured.Loss),
        SnapshotCompleted completed => new SnapshotSaved(Elapsed, completed.Round.Value),
        RunRolledBack back => new RunResumed(
            Elapsed, back.ToRound.Value, (before?.Committed.Value ?? back.ToRound.Value) - back.ToRound.Value),
        RoundCommitted { SkippedSteps: > 0 } committed => new RunNotice(Elapsed, Describe(committed), IsWarning: true),
        UpdateRefused refused => new RunNotice(
            Elapsed, $"An update of {refused.Node} to round {refused.Round} was refused: {refused.Reason}.", IsWarning: true),
        RoundDiscarded discarded => new RunNotice(Elapsed, $"Round {discarded.Round} is discarded: {discarded.Reason}.", true),
        _ => null,
    };

    private static string Describe(RoundCommitted committed) =>
        $"Round {committed.Round} left out inner steps, as their gradients were not finite: {committed.SkippedByWorker}. If it "
        + "goes on, lower inner.learningRate, lengthen inner.warmup, or lower inner.clip.";

    private MemberJoined Greet(WorkerJoined joined)
    {
        _seen.Add(joined.Worker);
        return new MemberJoined(Elapsed, joined.Worker.ToString());
    }

    private RunProgress Picture()
    {
        var now = Context.Now;
        var plan = _options.Plan;
        var totals = _state?.Totals ?? new RunTotals();
        var members = _state?.Members ?? 0;
        var samplesLeft = plan.Samples - (totals.Tokens / plan.TokensPerSample);
        var samplesPerTurn = (long)Math.Max(1, members) * plan.Schedule.Every * plan.SamplesPerStep;
        return new RunProgress
        {
            Phase = PhaseOf(_state),
            Round = _state?.Committed.Value ?? 0,
            Rounds = (_state?.Committed.Value ?? 0)
                + (((samplesLeft * plan.Schedule.Fragments) + samplesPerTurn - 1) / samplesPerTurn),
            Tokens = totals.Tokens,
            TokenBudget = plan.Samples * plan.TokensPerSample,
            Elapsed = now - _started,
            TokensPerSecond = _recent.TokensPerSecond(now),
            TrainLoss = _recent.MeanLoss ?? totals.TrainLoss,
            EvalLoss = totals.HeldOutLoss,
            LearningRate = _learningRate,
            Members = members,
            Stages = _stages.Values.Sum(),
            BytesSent = totals.SyncBytes,
            BytesReceived = totals.SyncBytes,
            Utilisation = _options.Utilisation(),
            Recoveries = totals.Recoveries,
        };
    }

    private static RunPhase PhaseOf(RunStanding? state) => state?.Phase switch
    {
        CoordinatorPhase.Training => RunPhase.Training,
        CoordinatorPhase.Stopping => RunPhase.Stopping,
        CoordinatorPhase.Finishing or CoordinatorPhase.Ended => RunPhase.Saving,
        CoordinatorPhase.Gathering or null => RunPhase.Preparing,
        _ => throw new UnreachableException(),
    };
}
