using Decentral.Training.Coordination;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Training.Tests.Faults;

/// <summary>
/// Holds a ledger to the rules of the protocol, sample by sample and with nothing of the coordinator's own: what it says of
/// rounds, leases, members and terms must be possible, and no sample may have two fates.
/// </summary>
internal sealed class LedgerChecker(RunPlan plan)
{
    private readonly SampleFate[] _fates = new SampleFate[plan.Samples];

    /// <summary>Who could have taken part in the round after the last one: what is left may be too little for a step of each.</summary>
    private int _lastFleet;
    private readonly List<OpenedRound> _open = [];

    /// <summary>Leases that go on in the next round.</summary>
    private readonly SortedDictionary<WorkerId, LeasedTo> _carried = [];
    private readonly List<(string Digest, long[] Samples)> _committed = [];
    private readonly Dictionary<WorkerId, Incarnation> _members = [];
    private readonly Dictionary<WorkerId, Incarnation> _newest = [];
    private Term _term;
    private bool _isCreated;
    private bool _isFinished;

    /// <summary>The round that is committed next; null between rounds.</summary>
    public OpenedRound? Open => _open.Count > 0 ? _open[0] : null;

    public Round Committed => new(_committed.Count);

    public string DigestOf(Round round) => _committed[(int)round.Value - 1].Digest;

    public bool IsMember(WorkerId worker) => _members.ContainsKey(worker);

    public int Count(SampleFate fate) => _fates.Count(other => other == fate);

    /// <returns>What is wrong with the ledger's next entry; null when it may follow.</returns>
    public string? Take(CoordinatorEvent happened) => _isFinished
        ? $"After its end the run goes on with {happened}."
        : !_isCreated && happened is not RunCreated
        ? $"Before its beginning the run goes on with {happened}."
        : happened switch
        {
            RunCreated => Create(),
            TermBegan began => Begin(began),
            WorkerJoined joined => Join(joined),
            WorkerLeft left => Leave(left),
            RoundOpened opened => OpenRound(opened),
            ParticipantStruckOff struck => StrikeOff(struck),
            ParticipantCarriedOver over => CarryOver(over),
            ParticipantResumed resumed => Resume(resumed),
            RoundCommitted committed => Commit(committed),
            RoundDiscarded discarded => Discard(discarded),
            RunRolledBack back => RollBack(back),
            SnapshotCompleted snapshot => Require(snapshot.Round <= Committed, $"version {snapshot.Round} was saved before it was"),
            RunFinished finished => Finish(finished),
            _ => null,
        };

    private string OpenNow => _open.Count == 0 ? "none" : string.Join(" and ", _open.Select(open => open.Round));

    private OpenedRound? Find(Round round) => _open.Find(open => open.Round == round);

    private static string? Require(bool holds, string otherwise) => holds ? null : otherwise;

    private string? Create()
    {
        var isFirst = !_isCreated;
        _isCreated = true;
        return Require(isFirst, "The run was created twice.");
    }

    private string? Begin(TermBegan began)
    {
        var grows = began.Term > _term;
        _term = began.Term;
        return Require(grows, $"Term {began.Term} does not follow a lower one.");
    }

    private string? Join(WorkerJoined joined)
    {
        var isNew = !_newest.TryGetValue(joined.Worker, out var newest) || joined.Incarnation.Value > newest.Value;
        _newest[joined.Worker] = joined.Incarnation;
        return Require(isNew || joined.Incarnation == newest, $"{joined} comes after incarnation {newest}.")
            ?? Require(_members.TryAdd(joined.Worker, joined.Incarnation), $"{joined} is a member already.");
    }

    private string? Leave(WorkerLeft left)
    {
        var wasMember = _members.TryGetValue(left.Worker, out var incarnation) && incarnation == left.Incarnation;
        _members.Remove(left.Worker);
        return Require(wasMember, $"{left} was no member.");
    }

    private string? OpenRound(RoundOpened opened)
    {
        if (_open.Count >= plan.Schedule.RoundsOpen || opened.Round.Value != Committed.Value + _open.Count + 1)
        {
            return $"Round {opened.Round} opens while {OpenNow} is open and {Committed} is the last committed.";
        }

        if (opened.Leases.Any(lease => !_members.TryGetValue(lease.Worker, out var life) || life != lease.Incarnation))
        {
            return $"Round {opened.Round} has a participant that is no member.";
        }

        var open = new OpenedRound(opened);
        _open.Add(open);
        _lastFleet = opened.Leases.Length;
        var carried = open.Participants.Values.Where(lease => _carried.ContainsKey(lease.Worker)).ToArray();
        if (!carried.Select(Key).SequenceEqual(_carried.Values.Select(Key)))
        {
            return $"Round {opened.Round} does not go on with what was carried over from the one before.";
        }

        var fresh = open.Participants.Values.Where(lease => !_carried.ContainsKey(lease.Worker)).SelectMany(OpenedRound.SamplesOf).ToArray();
        _carried.Clear();
        var most = (long)opened.Steps * plan.SamplesPerStep;
        var leased = open.Participants.Values.Select(lease => OpenedRound.SamplesOf(lease).LongCount()).ToArray();
        var maySomeHaveFewer = plan.IsPaced || plan.Schedule.IsAsynchronous;
        return Require(
                leased.Max() == most && leased.All(samples => samples % plan.SamplesPerStep == 0 && (maySomeHaveFewer || samples == most)),
                $"Round {opened.Round} leases {string.Join(", ", leased)} samples, where the fastest make {opened.Steps} steps.")
            ?? Require(opened.Steps <= plan.Schedule.StepsOf(opened.Round), $"Round {opened.Round} has {opened.Steps} steps.")
            ?? Move(fresh, SampleFate.Free, SampleFate.Leased);

        static string Key(LeasedTo lease) => $"{lease.Worker} {lease.Incarnation} {string.Join(',', lease.Samples)} {lease.Origin}";
    }

    private string? CarryOver(ParticipantCarriedOver over)
    {
        if (Find(over.Round) is not { } open || !open.Participants.Remove(over.Worker, out var lease))
        {
            return $"{over} took no part.";
        }

        _carried.Add(over.Worker, lease);
        return Require(plan.Schedule.IsAsynchronous && lease.Origin is not null, $"{over} where all train together.");
    }

    private string? StrikeOff(ParticipantStruckOff struck)
    {
        if (struck.Round == Open?.Round && _carried.Remove(struck.Worker, out var carried))
        {
            return Move(OpenedRound.SamplesOf(carried), SampleFate.Leased, SampleFate.Free);
        }

        if (Find(struck.Round) is not { } open || !open.Participants.Remove(struck.Worker, out var lease))
        {
            return $"{struck} took no part.";
        }

        if (open == Open && open.Participants.Count == 0)
        {
            BringBack();
        }

        return Move(OpenedRound.SamplesOf(lease), SampleFate.Leased, SampleFate.Free);
    }

    /// <summary>Those carried over take part again in the round that was to close without them.</summary>
    private void BringBack()
    {
        foreach (var (worker, lease) in _carried)
        {
            Open!.Participants.Add(worker, lease);
        }

        _carried.Clear();
    }

    private string? Resume(ParticipantResumed resumed)
    {
        if (resumed.Round == Open?.Round && _carried.TryGetValue(resumed.Worker, out var carried))
        {
            _carried[resumed.Worker] = carried with { Incarnation = resumed.Incarnation };
            return null;
        }

        if (Find(resumed.Round) is not { } open || !open.Participants.TryGetValue(resumed.Worker, out var lease))
        {
            return $"{resumed} took no part.";
        }

        open.Participants[resumed.Worker] = lease with { Incarnation = resumed.Incarnation };
        return Require(
            _members.GetValueOrDefault(resumed.Worker) == resumed.Incarnation, $"{resumed} is not the member's incarnation.");
    }

    private string? Commit(RoundCommitted committed)
    {
        if (Open?.Round != committed.Round || committed.Round != Committed.Next
            || committed.Fragment != plan.Schedule.FragmentOf(committed.Round))
        {
            return $"Round {committed.Round} is committed while {Open?.Round} is open and {Committed} is the last committed.";
        }

        _lastFleet = Math.Max(_members.Count, Open.Participants.Count);
        var expected = Open.Participants.Values.Select(lease =>
            (lease.Worker, lease.Incarnation, Tokens: OpenedRound.SamplesOf(lease).LongCount() * plan.TokensPerSample));
        var found = committed.Contributions.Select(one => (one.Worker, one.Incarnation, one.Tokens));
        if (!expected.SequenceEqual(found))
        {
            return $"Round {committed.Round} is made of {string.Join(", ", found)}, but {string.Join(", ", expected)} take part.";
        }

        var samples = Open.Samples.ToArray();
        _committed.Add((committed.Digest, samples));
        _open.RemoveAt(0);
        return Move(samples, SampleFate.Leased, SampleFate.Used);
    }

    private string? Discard(RoundDiscarded discarded)
    {
        if (_open.Count == 0 || _open[^1].Round != discarded.Round)
        {
            return $"{discarded} was not the last that is open.";
        }

        BringBack();
        var samples = _open[^1].Samples.ToArray();
        _open.RemoveAt(_open.Count - 1);
        return Move(samples, SampleFate.Leased, SampleFate.Free);
    }

    private string? RollBack(RunRolledBack back)
    {
        if (Open is not null || back.ToRound >= Committed)
        {
            return $"{back} while {OpenNow} is open and {Committed} is the last committed.";
        }

        while (Committed > back.ToRound)
        {
            var undone = _committed[^1].Samples;
            _committed.RemoveAt(_committed.Count - 1);
            if (Move(undone, SampleFate.Used, SampleFate.Free) is { } violation)
            {
                return violation;
            }
        }

        return null;
    }

    private string? Finish(RunFinished finished)
    {
        _isFinished = true;
        var free = Count(SampleFate.Free);
        return Require(Open is null && _carried.Count == 0, $"The run ends while round {Open?.Round} is open.")
            ?? Require(finished.Round == Committed, $"The run ends with round {finished.Round}, not {Committed}.")
            ?? Require(free < Math.Max(_members.Count, _lastFleet) * (long)plan.SamplesPerStep, $"The run ends with {free} samples unused.");
    }

    private string? Move(IEnumerable<long> samples, SampleFate from, SampleFate to)
    {
        foreach (var sample in samples)
        {
            if (_fates[sample] != from)
            {
                return $"Sample {sample} is {_fates[sample]}, not {from}, and becomes {to}.";
            }

            _fates[sample] = to;
        }

        return null;
    }
}
