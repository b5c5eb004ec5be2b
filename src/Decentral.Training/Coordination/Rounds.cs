using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Training.Coordination.Effects;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>Opens rounds, hands out leases, and commits what the shard has reduced.</summary>
internal static class Rounds
{
    /// <summary>Rounds that a joiner may take to fetch the model before the others wait for it.</summary>
    private const int RoundsToCatchUp = 3;

    /// <summary>
    /// How long one that has not caught up may keep the others waiting, in rounds: the model and its outer momentum are twice as large as
    /// what each round brings, so that whose link takes longer for them could not keep up with the rounds either.
    /// </summary>
    private const int RoundsOfWaiting = 2;

    /// <summary>How long a member that trains on its own clock may stay at a version before it is taken for one that missed the next.</summary>
    private static readonly TimeSpan PublicationPatience = TimeSpan.FromSeconds(10);

    /// <summary>The same where rounds are short.</summary>
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(10);

    /// <summary>Goes on after a roll call: with the open round, or with the next one.</summary>
    /// <param name="turn">The decision.</param>
    /// <param name="isPublicationComing">Whether workers that lack the last committed version will hear of it by publication.</param>
    public static string Continue(CoordinatorTurn turn, bool isPublicationComing)
    {
        if (turn.State.IsRecollecting)
        {
            CollectAgain(turn);
        }

        foreach (var (worker, member) in turn.State.Members)
        {
            if (member.RollCall == turn.State.Term)
            {
                Meet(turn, worker);
            }
        }

        CatchUpAll(turn, isPublicationComing);
        if (turn.State.Open is null)
        {
            return OpenNext(turn, isNewVersion: turn.State is { Committed.Value: 0, Totals.FirstHeldOutLoss: null });
        }

        foreach (var open in turn.State.IsRecollecting ? [] : Collected(turn))
        {
            Collect(turn, open);
        }

        Closing.Limit(turn);
        foreach (var open in turn.State.Opened)
        {
            StartAll(turn, open);
        }

        foreach (var lease in turn.State.Carried.Values)
        {
            Start(turn, turn.State.Open, lease);
        }

        OpenAhead(turn);
        return $"Round {turn.State.Open.Round} goes on with {turn.State.Open.Participants.Count} participants.";
    }

    public static string Take(CoordinatorTurn turn, FragmentReduced reduced)
    {
        var state = turn.State;
        if (reduced.Term != state.Term)
        {
            return $"A reduction of term {reduced.Term} is not heard in term {state.Term}.";
        }

        if (state.IsRecollecting && reduced.Round == state.Committed)
        {
            return PublishAgain(turn, reduced);
        }

        if (state is not { Phase: CoordinatorPhase.Training, IsRecollecting: false, Open: { } open }
            || reduced.Round != open.Round || reduced.Opened != open.Opened || reduced.Fragment != state.FragmentOf(open.Round))
        {
            return $"A reduction of round {reduced.Round} has no use now.";
        }

        if (!open.Participants.Values.Select(lease => (lease.Worker, lease.Incarnation, TokensOf(turn.Plan, lease))).SequenceEqual(
            reduced.Contributions.Select(given => (given.Worker, given.Incarnation, given.Tokens))))
        {
            Collect(turn);
            return $"Round {open.Round} was reduced from other participants than it has now; it is collected again.";
        }

        return Commit(turn, reduced);
    }

    /// <summary>Repeats to a worker what its report shows it has missed.</summary>
    public static string Remind(CoordinatorTurn turn, WorkerReport report)
    {
        var state = turn.State;
        if (report.Met != state.Term)
        {
            Meet(turn, report.Worker);
        }

        if (IsOutOfReach(turn))
        {
            return RollCall.Begin(turn, $"nobody can come to version {state.Committed}", isRecovery: true);
        }

        if (state.Duties is { Purpose: not DutyPurpose.Checkpoint } duties)
        {
            if (duties.Purpose == DutyPurpose.Finish && report.Version < state.Committed)
            {
                HelpOn(turn, report);
            }

            return Boundary.Remind(turn, report.Worker);
        }

        Boundary.RemindToSave(turn, report);
        var isBehind = report.Version < state.Committed && !state.IsRecollecting && !IsOnItsWay(turn, report);
        if (isBehind)
        {
            HelpOn(turn, report);
        }

        foreach (var (open, lease) in state.WorkOf(report.Worker))
        {
            if (!report.IsOf(open.WorkOf(lease)) || GoesOnInVain(state, open, report))
            {
                Start(turn, open, lease);
                return $"{report.Worker} is told of round {open.Round} again.";
            }

            if (!report.HasTrainedAll(open.WorkOf(lease)))
            {
                // It comes to the next one when it is done with this.
                break;
            }
        }

        return isBehind
            ? $"{report.Worker} is helped on to version {state.Committed}."
            : $"{report.Worker} is where it should be.";
    }

    /// <summary>
    /// Repeats to the shard what it is to collect, until that is committed. Its report does not show whether it knows: for whom
    /// it waits is not in it, nor in which opening of the round, nor in which term it has reduced what it holds.
    /// </summary>
    public static string Remind(CoordinatorTurn turn, ShardReport report)
    {
        var state = turn.State;
        if (state is { Phase: CoordinatorPhase.Training or CoordinatorPhase.Finishing, IsRecollecting: true }
            && report.Fragment == state.FragmentOf(state.Committed))
        {
            CollectAgain(turn);
            return $"{report.Fragment}'s shard is to collect round {state.Committed} again.";
        }

        if (state is { Phase: CoordinatorPhase.Training, IsRecollecting: false } && Collected(turn).FirstOrDefault(IsOfTheShard) is { } collected)
        {
            if (turn.Plan.Schedule.IsAsynchronous && state.HoldsAggregate)
            {
                // The next round may be combined of updates that do not wait for it, and take its place.
                Publish(turn);
            }

            Closing.Consider(turn, report);
            Collect(turn, turn.State.Opened.Single(open => open.Round == collected.Round));
            return $"{report.Fragment}'s shard is to collect round {collected.Round}.";
        }

        return $"{report.Fragment}'s shard is where it should be.";

        bool IsOfTheShard(OpenRound open) => report.Fragment == state.FragmentOf(open.Round);
    }

    /// <summary>Tells those who were struck off the open round, but not the one after, that they begin that from the global parameters.</summary>
    public static void StartAheadAnew(CoordinatorTurn turn, IEnumerable<WorkerId> workers)
    {
        foreach (var ahead in turn.State.Ahead)
        {
            foreach (var worker in workers.Where(ahead.Participants.ContainsKey))
            {
                Start(turn, ahead, ahead.Participants[worker]);
            }
        }
    }

    /// <summary>Tells the shard whose contributions to the open round it is to wait for.</summary>
    public static void Collect(CoordinatorTurn turn) => Collect(turn, turn.State.Open!);

    private static void Collect(CoordinatorTurn turn, OpenRound open)
    {
        var (state, fragment) = (turn.State, turn.State.FragmentOf(open.Round));
        turn.Do(new OrderShard(fragment, new CollectRound(
            state.Term,
            open.Round,
            open.Opened,
            open.TokensThrough,
            state.ArrivalsOf(fragment),
            ParticipantsOf(turn, open.Participants.Values, open.WorkOf),
            Closing.MayBeEarly(turn.Plan))));
    }

    /// <summary>The rounds that are being collected: on own clocks, those of all fragments; otherwise the first one.</summary>
    private static IEnumerable<OpenRound> Collected(CoordinatorTurn turn) =>
        turn.Plan.Schedule.IsInterleaved ? turn.State.Opened : turn.State.Opened.Take(1);

    /// <summary>Sends the last committed round's aggregate, which the shard holds, to whoever lacks it.</summary>
    public static void Publish(CoordinatorTurn turn)
    {
        var state = turn.State;
        var lacking = state.Members.Values
            .Where(member => member.RollCall == state.Term && member.Report is { } report && report.Version < state.Committed
                && (turn.Plan.Schedule.IsAsynchronous || LacksTheLast(state, report) || HasContributed(state, report)))
            .Select(member => member.Report!.Reference);
        turn.Do(new OrderShard(
            state.FragmentOf(state.Committed), new PublishRound(state.Term, state.Committed, [.. lacking])));
    }

    /// <summary>Tells a worker where updates go.</summary>
    private static void Meet(CoordinatorTurn turn, WorkerId worker) => turn.Do(new OrderWorker(
        worker, new MeetShards(turn.State.Term, [.. turn.State.Shards.Values.Select(shard => shard.Reference)])));

    private static string Commit(CoordinatorTurn turn, FragmentReduced reduced)
    {
        // Where nothing is exchanged, the worker and the shard are both on this node, and their headers cross no link.
        turn.Emit(turn.Plan.AggregatesLeadOn
            ? new RoundCommitted(reduced.Fragment, reduced.Round, reduced.Digest, reduced.Contributions, reduced.PublishedBytes)
            : new RoundCommitted(
                reduced.Fragment,
                reduced.Round,
                reduced.Digest,
                [.. reduced.Contributions.Select(contribution => contribution with { Bytes = 0 })],
                PublishedBytes: 0));
        Publish(turn);
        if (!turn.Plan.Schedule.IsAsynchronous)
        {
            CatchUpAll(turn, isPublicationComing: true);
        }

        return $"Round {reduced.Round} is committed with {reduced.Contributions.Length} contributions. " +
            OpenNext(turn, isNewVersion: true);
    }

    /// <summary>
    /// Opens the round after the last committed one, unless it was opened ahead, and the one after that where schedules overlap; or
    /// finishes the run when the budget is used up.
    /// </summary>
    private static string OpenNext(CoordinatorTurn turn, bool isNewVersion)
    {
        var wasAhead = turn.State.Open is not null;
        var next = wasAhead ? null : Lease(turn);
        if (!wasAhead && next is null)
        {
            return Boundary.Finish(turn);
        }

        if (isNewVersion)
        {
            Boundary.Checkpoint(turn);
        }

        if (next is not null)
        {
            turn.Emit(next);
        }

        Closing.Limit(turn);
        if (!turn.State.IsRecollecting)
        {
            Collect(turn);
        }

        if (!wasAhead)
        {
            StartAll(turn, turn.State.Open!);
        }

        OpenAhead(turn);
        if (wasAhead && turn.State.ShardOf(turn.State.Open!.Round) is { } shard)
        {
            // The others may have been waited for while this round was ahead.
            Closing.Consider(turn, shard);
        }

        return wasAhead ? $"Round {turn.State.Open!.Round} is under way." : Describe(turn, turn.State.Open!);
    }

    private static string Describe(CoordinatorTurn turn, OpenRound open)
    {
        var steps = open.Participants.Values.Select(lease => StepsOf(turn.Plan, lease)).ToArray();
        var each = steps.Min() == steps.Max() ? $"{steps[0]}" : $"{steps.Min()} to {steps.Max()}";
        return $"Round {open.Round} opens with {open.Participants.Count} participants of {each} steps.";
    }

    /// <summary>Opens the rounds after the open one, so that no worker waits for its outcome.</summary>
    private static void OpenAhead(CoordinatorTurn turn)
    {
        while (turn.State.Open is not null && turn.State.Ahead.Count + 1 < turn.Plan.Schedule.RoundsOpen && Lease(turn) is { } opened)
        {
            turn.Emit(opened);
            var ahead = turn.State.Ahead[^1];
            if (turn.Plan.Schedule.IsInterleaved && !turn.State.IsRecollecting)
            {
                Collect(turn, ahead);
            }

            StartAll(turn, ahead);
        }
    }

    /// <summary>The next round with its leases; null when the budget is used up.</summary>
    private static RoundOpened? Lease(CoordinatorTurn turn)
    {
        var round = turn.State.NextToOpen;
        var carried = turn.State.Carried;
        var members = turn.State.Members
            .Where(pair => !carried.ContainsKey(pair.Key) && TakesPart(turn, pair.Key, pair.Value))
            .ToArray();
        var steps = Pacing.StepsOf(
            turn.Plan,
            round,
            [.. members.Select(pair => pair.Value)],
            [.. turn.State.Members.Values.Where(member => member.RollCall == turn.State.Term)],
            turn.State.Pool.Available);
        if (steps.IsEmpty && carried.IsEmpty)
        {
            return null;
        }

        var pool = turn.State.Pool;
        var leases = carried.ToBuilder();
        for (var i = 0; i < steps.Length; i++)
        {
            var (worker, member) = members[i];
            (var samples, pool) = pool.Take((long)steps[i] * turn.Plan.SamplesPerStep);
            leases.Add(worker, new LeasedTo(worker, member.Incarnation, samples) { Origin = OriginOf(turn, round, worker, steps[i]) });
        }

        var most = leases.Values.Max(lease => StepsOf(turn.Plan, lease));
        return new RoundOpened(round, most, turn.State.LeasedTokens, [.. leases.Values]);
    }

    /// <summary>
    /// Where members train on their own clocks each goes through the learning-rate schedule as if all had begun with it: by the time
    /// that it is done, the others have trained about as much.
    /// </summary>
    private static LeaseOrigin? OriginOf(CoordinatorTurn turn, Round round, WorkerId worker, int steps)
    {
        var (plan, state) = (turn.Plan, turn.State);
        if (!plan.Schedule.IsAsynchronous)
        {
            return null;
        }

        var members = state.Members.Values.Count(member => member.RollCall == state.Term);
        var meanwhile = (long)plan.SamplesPerStep * plan.TokensPerSample * members * plan.Schedule.StepsOf(round);
        var pace = new LearningPace(state.LeasedTokens, meanwhile / steps, plan.Samples * plan.TokensPerSample);
        return new LeaseOrigin(round, state.Term, pace, state.Members[worker].Counted.Contains(state.FragmentOf(round)));
    }

    /// <summary>
    /// Whether a member takes part in the next round: it holds the version that the round begins with, or is about to. One that
    /// is still fetching it holds nobody up, for some rounds; then it is waited for, as it might never catch up with short ones, unless
    /// its link is too slow for that.
    /// </summary>
    private static bool TakesPart(CoordinatorTurn turn, WorkerId worker, MemberState member)
    {
        var state = turn.State;
        return member.RollCall == state.Term
            && (state.WillHoldCommitted(member)
                || state.Opened.Any(open => open.Participants.ContainsKey(worker))
                || (member.Report is { } report && state.HoldsAggregate && LacksTheLast(state, report))
                || (state.Committed.Value - member.Since.Value >= RoundsToCatchUp * state.Fragments && MayBeAwaited(turn, worker)));
    }

    /// <summary>Whether a worker can be expected to have fetched the model soon, as far as its node has measured its link.</summary>
    private static bool MayBeAwaited(CoordinatorTurn turn, WorkerId worker)
    {
        if (!turn.State.Places.TryGetValue(worker, out var place) || place.Downlink <= 0)
        {
            return true;
        }

        var patience = turn.State.RoundTook * RoundsOfWaiting * turn.State.Fragments;
        var fetching = turn.Plan.StateBytes / place.Downlink;
        return fetching <= Math.Max(patience.TotalSeconds, ShortWait.TotalSeconds);
    }

    private static void CollectAgain(CoordinatorTurn turn)
    {
        var state = turn.State;
        var last = state.Last!;
        turn.Do(new OrderShard(state.FragmentOf(last.Round), new CollectRound(
            state.Term,
            last.Round,
            last.Opened,
            last.TokensThrough,
            state.ArrivalsOf(state.FragmentOf(last.Round)) - last.Contributions.Length,
            ParticipantsOf(turn, last.Leases, last.WorkOf),
            TellsEach: false)));
    }

    private static string PublishAgain(CoordinatorTurn turn, FragmentReduced reduced)
    {
        var last = turn.State.Last!;
        if (reduced.Digest != last.Digest && turn.Plan.ShardsOwe)
        {
            return RollCall.Undo(turn, $"the shard of round {last.Round} was lost with what it owed, and combines the same updates otherwise now");
        }

        if (reduced.Digest != last.Digest)
        {
            throw new RunConflictException(
                $"Round {last.Round} was committed with digest {last.Digest}, but the same contributions now give " +
                $"{reduced.Digest}: a worker has lost its contribution. Resume the run from its last snapshot.");
        }

        turn.Emit(new RoundResumed(IsRecollecting: false));
        Publish(turn);
        foreach (var open in Collected(turn))
        {
            Collect(turn, open);
        }

        return $"Round {last.Round} is published again.";
    }

    private static void StartAll(CoordinatorTurn turn, OpenRound open)
    {
        foreach (var lease in open.Participants.Values)
        {
            Start(turn, open, lease);
        }
    }

    private static void Start(CoordinatorTurn turn, OpenRound open, LeasedTo lease)
    {
        // Whoever makes fewer steps goes through the same part of the learning-rate schedule in them.
        var steps = StepsOf(turn.Plan, lease);
        var pace = lease.Origin?.Pace ?? new LearningPace(
            open.TokensBefore,
            (open.TokensThrough - open.TokensBefore) / steps,
            turn.Plan.Samples * turn.Plan.TokensPerSample);
        var continues = lease.Origin?.Continues ?? Continues(turn.State, open.Round, lease.Worker);
        var (round, opened) = open.WorkOf(lease);
        turn.Do(new OrderWorker(lease.Worker, new StartRound(
            turn.State.Term, round, opened, steps, lease.Samples, pace, continues)));
    }

    /// <summary>Whether a worker goes on in a round from what it trained in the one before, which did not count.</summary>
    private static bool GoesOnInVain(CoordinatorState state, OpenRound open, WorkerReport report) =>
        open.Participants.TryGetValue(report.Worker, out var lease) && lease.Origin is null && report.Continues && report.Round == open.Round && !Continues(state, open.Round, report.Worker);

    /// <summary>Whether what a worker trained in the round before a round counts, so that it goes on from there.</summary>
    private static bool Continues(CoordinatorState state, Round round, WorkerId worker)
    {
        var before = round.Previous;
        return before == Round.Zero
            || (state.Open?.Round == before
                ? state.Open.Participants.ContainsKey(worker)
                : state.Last is { } last && last.Round == before && last.Contributions.Any(one => one.Worker == worker));
    }

    /// <summary>Has every worker that lacks the last committed version fetch it, but for those that will hear of it.</summary>
    private static void CatchUpAll(CoordinatorTurn turn, bool isPublicationComing)
    {
        var state = turn.State;
        foreach (var member in state.Members.Values)
        {
            if (member.Report is { } report && member.RollCall == state.Term && report.Version < state.Committed
                && !(isPublicationComing && (LacksTheLast(state, report) || HasContributed(state, report))))
            {
                CatchUp(turn, report);
            }
        }
    }

    /// <summary>A worker's report shows that it lacks the last committed version: it is sent again, or fetched.</summary>
    private static void HelpOn(CoordinatorTurn turn, WorkerReport report)
    {
        var state = turn.State;
        if (state.HoldsAggregate && LacksTheLast(state, report))
        {
            turn.Do(new OrderShard(
                state.FragmentOf(state.Committed), new PublishRound(state.Term, state.Committed, [report.Reference])));
        }
        else
        {
            CatchUp(turn, report);
        }
    }

    private static void CatchUp(CoordinatorTurn turn, WorkerReport report)
    {
        var state = turn.State;
        turn.Do(new OrderWorker(report.Worker, new CatchUp(state.Term, state.Committed, DonorOf(state, state.Committed))));
    }

    /// <summary>Whether a worker lacks nothing but the last committed round, whose publication leads it on.</summary>
    private static bool LacksTheLast(CoordinatorState state, WorkerReport report) =>
        state.Committed > Round.Zero && report.Version == state.Committed.Previous;

    /// <summary>Whether a worker took part in the last committed round, and hears of it by its publication.</summary>
    private static bool HasContributed(CoordinatorState state, WorkerReport report) =>
        state.Last is { } last && last.Round == state.Committed && last.Contributions.Any(contribution =>
            contribution.Worker == report.Worker && contribution.Incarnation == report.Incarnation);

    /// <summary>
    /// Whether a member that trains on its own clock will hear of what it lacks: publications go to all, and each is on its way for some
    /// rounds of others.
    /// </summary>
    private static bool IsOnItsWay(CoordinatorTurn turn, WorkerReport report) =>
        turn.Plan.Schedule.IsAsynchronous && !LacksTheLast(turn.State, report)
        && turn.State.Members.TryGetValue(report.Worker, out var member) && turn.Now - member.MovedAt < PublicationPatience;

    /// <summary>
    /// Whether the last committed version is lost, though its aggregate is not: rounds of members that train on their own clocks may be
    /// committed before anyone has heard of the one before.
    /// </summary>
    private static bool IsOutOfReach(CoordinatorTurn turn)
    {
        var state = turn.State;
        return turn.Plan.Schedule.IsAsynchronous && (state.Phase is CoordinatorPhase.Training or CoordinatorPhase.Finishing)
            && state.Committed > Round.Zero && state.Members.Values.All(member =>
            member.Report is not { } report
            || (report.Version < state.Committed.Previous && turn.Now - member.MovedAt >= PublicationPatience));
    }

    private static ImmutableArray<Participant> ParticipantsOf(
        CoordinatorTurn turn, IEnumerable<LeasedTo> leases, Func<LeasedTo, Opening> workOf) =>
    [
        .. leases.Select(lease =>
        {
            var report = turn.State.Members[lease.Worker].Report!;
            var tokens = TokensOf(turn.Plan, lease);
            var most = turn.State.Fragments == 1 ? tokens : Math.Max(tokens, turn.Plan.MostWeight);
            var (round, opened) = workOf(lease);
            return new Participant(lease.Worker, report.Incarnation, report.Reference, round, opened, tokens, most);
        }),
    ];

    private static int StepsOf(RunPlan plan, LeasedTo lease) =>
        (int)(lease.Samples.Sum(range => range.Count) / plan.SamplesPerStep);

    private static long TokensOf(RunPlan plan, LeasedTo lease) =>
        lease.Samples.Sum(range => range.Count) * plan.TokensPerSample;

    /// <summary>A worker that holds a version, or will once it hears of the round that led to it.</summary>
    private static ActorRef DonorOf(CoordinatorState state, Round version)
    {
        var contributors = state.Last is { } last && last.Round == version ? last.Contributions : [];
        var holder = state.Members.Values.FirstOrDefault(member => member.Report?.Version == version)
            ?? state.Members.Values.FirstOrDefault(member => contributors.Any(
                contribution => contribution.Incarnation == member.Incarnation && contribution.Worker == member.Report?.Worker));
        return holder?.Report?.Reference ?? ActorRef.None;
    }
}
