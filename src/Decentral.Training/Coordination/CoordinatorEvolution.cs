using System.Collections.Immutable;
using System.Diagnostics;
using Decentral.Models.Data;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Leases;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>How each event changes what the coordinator knows.</summary>
internal static class CoordinatorEvolution
{
    public static CoordinatorState Apply(CoordinatorState state, CoordinatorEvent happened) => happened switch
    {
        RunCreated created => state with
        {
            JobDigest = created.JobDigest,
            TokensPerSample = created.TokensPerSample,
            Fragments = created.Fragments,
            Pool = LeasePool.Whole(created.Samples),
            SavedAt = created.At,
        },
        TermBegan began => Begin(state, began),
        WorkerJoined joined => Join(state, joined),
        WorkerPlaced placed => state with
        {
            Places = state.Places.SetItem(
                placed.Worker,
                new PlaceState(placed.Node, placed.Start, placed.Request, placed.Incarnation)
                {
                    Downlink = placed.Measures?.Downlink ?? 0,
                }),
        },
        ShardPlaced placed => state with
        {
            ShardPlaces = state.ShardPlaces.SetItem(
                placed.Fragment, new ShardPlace(placed.Node, placed.Start, placed.Incarnation, placed.IsRecovery)),
        },
        NodeSeen seen => state with
        {
            Nodes = state.Nodes.SetItem(seen.Agent.Address.Node.Name, new NodeState(seen.Agent, seen.Start, seen.Link)),
        },
        NodeGone gone => state with { Nodes = state.Nodes.Remove(gone.Node) },
        UpdateRefused refused => state with
        {
            Refusals = state.Refusals.SetItem(refused.Node, state.RefusalsOf(refused.Node) + 1),
        },
        WorkerLeft left => state with { Members = state.Members.Remove(left.Worker) },
        StagesReplaced replaced => Replace(state, replaced),
        StagesSettled settled => state with
        {
            Members = state.Members.SetItem(settled.Worker, state.Members[settled.Worker] with { StagesSettled = settled.Number }),
        },
        WorkerReported reported => Report(state, reported),
        ShardReported reported => state with { Shards = state.Shards.SetItem(reported.Report.Fragment, reported.Report) },
        RoundOpened opened => Open(state, opened),
        QuorumReached => state with { Open = state.Open! with { HasQuorum = true } },
        RoundResumed resumed => state with
        {
            // The last round of all may be collected again as well.
            Phase = state.Phase == CoordinatorPhase.Finishing ? state.Phase : CoordinatorPhase.Training,
            IsRecollecting = resumed.IsRecollecting,
            Open = state.Open is null ? null : state.Open with { HasQuorum = false },
        },
        ParticipantStruckOff struck => StrikeOff(state, struck),
        ParticipantCarriedOver over => state with
        {
            Open = state.Open! with { Participants = state.Open.Participants.Remove(over.Worker) },
            Carried = state.Carried.Add(over.Worker, state.Open.Participants[over.Worker]),
        },
        ParticipantResumed resumed => Resume(state, resumed),
        RoundCommitted committed => Commit(state, committed),
        RoundDiscarded discarded => Discard(state, discarded.Round),
        RunRolledBack back => RollBack(state, back.ToRound),
        BoundaryDutiesAssigned assigned => Assign(state, assigned.Duties),
        BoundaryDutyDone done => state with { Duties = Complete(state.Duties!, done) },
        HeldOutMeasured measured => state with
        {
            Totals = state.Totals with
            {
                HeldOutLoss = measured.Loss,
                FirstHeldOutLoss = state.Totals.FirstHeldOutLoss ?? measured.Loss,
            },
        },
        SnapshotCompleted completed => Save(state, completed),
        RunPaused => state with { Phase = CoordinatorPhase.Ended, IsPaused = true },
        RunFinished => state with { Phase = CoordinatorPhase.Ended, IsFinished = true },
        _ => throw new UnreachableException(),
    };

    private static CoordinatorState Begin(CoordinatorState state, TermBegan began) => state with
    {
        Term = began.Term,
        Phase = CoordinatorPhase.Gathering,
        Duties = null,
        IsRecollecting = false,
        IsPaused = false,
        Totals = Recovered(state.Totals, began.IsRecovery),
    };

    private static CoordinatorState Join(CoordinatorState state, WorkerJoined joined) => state with
    {
        Members = state.Members.SetItem(joined.Worker, new MemberState(joined.Incarnation, null, default, state.Committed)),
        Known = state.Known.Add(joined.Worker),
        Totals = Recovered(state.Totals, joined.IsRecovery),
    };

    private static CoordinatorState Replace(CoordinatorState state, StagesReplaced replaced) => state with
    {
        Members = state.Members.SetItem(replaced.Worker, state.Members[replaced.Worker] with { StagesReplaced = replaced.Number }),
        Totals = Recovered(state.Totals, isRecovery: true),
    };

    private static RunTotals Recovered(RunTotals totals, bool isRecovery) =>
        isRecovery ? totals with { Recoveries = totals.Recoveries + 1 } : totals;

    private static CoordinatorState Report(CoordinatorState state, WorkerReported reported)
    {
        var report = reported.Report;
        var member = state.Members[report.Worker];
        return state with
        {
            Members = state.Members.SetItem(report.Worker, member with
            {
                Report = report,
                RollCall = report.Term,
                MovedAt = member.Report?.Version == report.Version ? member.MovedAt : reported.At,
            }),
        };
    }

    /// <summary>The same members, some of which have had what they trained last of a fragment committed, or given up.</summary>
    private static ImmutableSortedDictionary<WorkerId, MemberState> Counted(
        CoordinatorState state, FragmentId fragment, IEnumerable<WorkerId> workers, bool hasCounted)
    {
        var members = state.Members.ToBuilder();
        foreach (var worker in workers)
        {
            if (members.TryGetValue(worker, out var member))
            {
                members[worker] = member with
                {
                    Counted = hasCounted ? member.Counted.Add(fragment) : member.Counted.Remove(fragment),
                };
            }
        }

        return members.ToImmutable();
    }

    private static CoordinatorState Open(CoordinatorState state, RoundOpened opened)
    {
        SampleRange[] fresh = [.. opened.Leases.Where(lease => !state.Carried.ContainsKey(lease.Worker)).SelectMany(lease => lease.Samples)];
        var round = new OpenRound(
            opened.Round,
            state.Term,
            opened.TokensBefore,
            opened.TokensBefore + (fresh.Sum(range => range.Count) * state.TokensPerSample),
            opened.At,
            HasQuorum: false,
            opened.Leases.ToImmutableSortedDictionary(lease => lease.Worker, lease => lease));
        return state with
        {
            Phase = CoordinatorPhase.Training,
            Pool = state.Pool.Take(fresh),
            Carried = state.Carried.Clear(),
            Open = state.Open ?? round,
            Ahead = state.Open is null ? [] : state.Ahead.Add(round),
        };
    }

    private static CoordinatorState StrikeOff(CoordinatorState state, ParticipantStruckOff struck)
    {
        var (fragment, isFirst) = (state.FragmentOf(struck.Round), state.Open?.Round == struck.Round);
        var members = Counted(state, fragment, [struck.Worker], hasCounted: false);
        if (isFirst && state.Carried.TryGetValue(struck.Worker, out var carried))
        {
            return state with
            {
                Members = members,
                Carried = state.Carried.Remove(struck.Worker),
                Pool = state.Pool.Return(carried.Samples),
            };
        }

        var open = state.Opened.Single(open => open.Round == struck.Round);
        var left = open with { Participants = open.Participants.Remove(struck.Worker) };
        var struckOff = With(state, left) with { Members = members, Pool = state.Pool.Return(open.Participants[struck.Worker].Samples) };
        return isFirst && left.Participants.IsEmpty ? BringBack(struckOff) : struckOff;
    }

    /// <summary>Those that were carried over take part in the round again that was about to close without them.</summary>
    private static CoordinatorState BringBack(CoordinatorState state) => state.Carried.IsEmpty ? state : state with
    {
        Open = state.Open! with { Participants = state.Open.Participants.AddRange(state.Carried), HasQuorum = false },
        Carried = state.Carried.Clear(),
    };

    private static CoordinatorState Resume(CoordinatorState state, ParticipantResumed resumed)
    {
        if (state.Open!.Round == resumed.Round && state.Carried.TryGetValue(resumed.Worker, out var carried))
        {
            return state with { Carried = state.Carried.SetItem(resumed.Worker, carried with { Incarnation = resumed.Incarnation }) };
        }

        var open = state.Opened.Single(open => open.Round == resumed.Round);
        var lease = open.Participants[resumed.Worker] with { Incarnation = resumed.Incarnation };
        return With(state, open with { Participants = open.Participants.SetItem(resumed.Worker, lease) });
    }

    private static CoordinatorState With(CoordinatorState state, OpenRound changed) => state.Open!.Round == changed.Round
        ? state with { Open = changed }
        : state with { Ahead = state.Ahead.SetItem(state.Ahead.FindIndex(open => open.Round == changed.Round), changed) };

    private static CoordinatorState Commit(CoordinatorState state, RoundCommitted committed)
    {
        var bytes = committed.Contributions.Sum(contribution => contribution.Bytes)
            + (committed.PublishedBytes * (committed.Contributions.Length + state.Carried.Count));
        var round = new CommittedRound(
            committed.Round,
            state.Open!.Opened,
            committed.Digest,
            committed.Contributions,
            [.. state.Open.Participants.Values],
            bytes,
            state.Open.TokensThrough);
        return state with
        {
            Committed = committed.Round,
            Members = Counted(state, committed.Fragment, state.Open.Participants.Keys, hasCounted: true),
            RoundTook = committed.At - state.Open.OpenedAt,
            // The time of the round that was opened ahead begins now.
            Open = state.Ahead.IsEmpty ? null : state.Ahead[0] with { OpenedAt = committed.At },
            Ahead = state.Ahead.IsEmpty ? [] : state.Ahead.RemoveAt(0),
            Shards = state.ShardOf(committed.Round) is { } shard
                ? state.Shards.SetItem(committed.Fragment, shard with { Reduced = committed.Round })
                : state.Shards,
            Undoable = state.Undoable.Add(round),
            Arrivals = state.Arrivals.SetItem(
                committed.Fragment, state.ArrivalsOf(committed.Fragment) + committed.Contributions.Length),
            Totals = state.Totals with
            {
                Tokens = state.Totals.Tokens + round.Tokens,
                SyncBytes = state.Totals.SyncBytes + round.Bytes,
                TrainLoss = round.MeanLoss,
            },
        };
    }

    private static CoordinatorState Discard(CoordinatorState state, Round round)
    {
        // Another round than the one that whoever was carried over is to stand in will be opened next.
        var whole = BringBack(state);
        var discarded = whole.Opened.Single(open => open.Round == round);
        return whole with
        {
            Members = Counted(whole, whole.FragmentOf(round), discarded.Participants.Keys, hasCounted: false),
            Pool = whole.Pool.Return(discarded.Participants.Values.SelectMany(lease => lease.Samples)),
            Open = whole.Open!.Round == round ? null : whole.Open,
            Ahead = whole.Ahead.RemoveAll(open => open.Round == round),
        };
    }

    private static CoordinatorState RollBack(CoordinatorState before, Round toRound)
    {
        var state = before with
        {
            Undone = before.Committed > before.Undone ? before.Committed : before.Undone,
            Members = before.Members.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value with { Counted = [] }),
        };
        if (toRound == Round.Zero)
        {
            return state with
            {
                Committed = toRound,
                Arrivals = state.Arrivals.Clear(),
                Snapshots = [],
                Undoable = [],
                Pool = LeasePool.Whole(state.Pool.Limit),
                Totals = state.Totals with { Tokens = 0, SyncBytes = 0, TrainLoss = null },
            };
        }

        var undone = state.Undoable.FindAll(round => round.Round > toRound);
        if (undone.Count != state.Committed.Value - toRound.Value)
        {
            throw new RunConflictException(
                $"Version {toRound} is older than every kept snapshot; the run at round {state.Committed} cannot go back to it. " +
                "Start the workers from the run directory's newest snapshot.");
        }

        var kept = state.Undoable.RemoveAll(round => round.Round > toRound);
        return state with
        {
            Committed = toRound,
            Arrivals = undone.Aggregate(state.Arrivals, (arrivals, round) => arrivals.SetItem(
                state.FragmentOf(round.Round), arrivals[state.FragmentOf(round.Round)] - round.Contributions.Length)),
            Snapshots = state.Snapshots.RemoveAll(version => version > toRound),
            Undoable = kept,
            Pool = state.Pool.Return(undone.SelectMany(round => round.Samples)),
            Totals = state.Totals with
            {
                Tokens = state.Totals.Tokens - undone.Sum(round => round.Tokens),
                SyncBytes = state.Totals.SyncBytes - undone.Sum(round => round.Bytes),
                TrainLoss = kept.IsEmpty ? null : kept[^1].MeanLoss,
            },
        };
    }

    private static CoordinatorState Assign(CoordinatorState state, BoundaryDuties duties) => state with
    {
        Duties = duties,
        Phase = duties.Purpose switch
        {
            DutyPurpose.Checkpoint => state.Phase,
            DutyPurpose.Pause => CoordinatorPhase.Stopping,
            DutyPurpose.Finish => CoordinatorPhase.Finishing,
            _ => throw new UnreachableException(),
        },
    };

    private static BoundaryDuties Complete(BoundaryDuties duties, BoundaryDutyDone done) => done.Measured is { } part
        ? duties with { Measuring = duties.Measuring!.With(part) }
        : duties with { Saving = duties.Saving! with { Missing = duties.Saving.Missing.Remove(done.Worker) } };

    private static CoordinatorState Save(CoordinatorState before, SnapshotCompleted completed)
    {
        var state = before with { SavedAt = completed.At };
        if (state.Duties is { Saving: { } saving } duties && saving.Snapshot == completed.Snapshot)
        {
            state = state with
            {
                Duties = duties with { Saving = saving with { IsSealed = true } },
                SavingTook = completed.At - saving.Since,
            };
        }

        var snapshots = state.Snapshots.Contains(completed.Round) ? state.Snapshots : state.Snapshots.Add(completed.Round);
        if (snapshots.Count < completed.Kept)
        {
            return state with { Snapshots = snapshots };
        }

        var kept = snapshots.RemoveRange(0, snapshots.Count - completed.Kept);
        return state with
        {
            Snapshots = kept,
            Undoable = state.Undoable.RemoveAll(round => round.Round < kept[0]),
        };
    }
}
