using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Frames;

namespace Decentral.Actors.Nodes.Membership;

/// <summary>
/// Says who is a member: a hub's own knowledge, and nothing else, decides. A verdict is final for an incarnation. Time
/// comes as an argument; whoever calls tells the others what is returned.
/// </summary>
internal sealed class MembershipAuthority
{
    /// <summary>Suspicion from which on a silence is a loss, once the lease is over.</summary>
    private const double CertainPhi = 8;

    /// <summary>Names of which the incarnation is remembered, at least; more where there may be more members.</summary>
    private const int LeastRemembered = 4096;

    private readonly SortedDictionary<NodeId, Seat> _seats = [];
    private readonly IncarnationFloors _floors;
    private readonly NodeTimeouts _timeouts;
    private readonly int _maxMembers;
    private readonly DateTimeOffset _startedAt;
    private DateTimeOffset? _lookedAt;

    /// <param name="self">The hub itself, which is a member as long as it lives.</param>
    /// <param name="timeouts">When a silence is a loss.</param>
    /// <param name="maxMembers">Members at one time, the hub included.</param>
    /// <param name="now">The time of the hub's start.</param>
    public MembershipAuthority(Member self, NodeTimeouts timeouts, int maxMembers, DateTimeOffset now)
    {
        _startedAt = now;
        Self = self;
        _timeouts = timeouts;
        _maxMembers = maxMembers;
        _floors = new IncarnationFloors(Math.Max(LeastRemembered, 4 * maxMembers));
        _floors.Raise(self.Node, self.Incarnation);
    }

    public Member Self { get; }

    /// <summary>Names of which the incarnation is remembered.</summary>
    public int Remembered => _floors.Count;

    /// <summary>Who is up, the hub included, ordered by id.</summary>
    public IReadOnlyList<Member> Members =>
        [.. _seats.Values.Select(seat => seat.Member).Append(Self).OrderBy(member => member.Node)];

    /// <summary>Whether that incarnation is a member.</summary>
    public bool IsMember(NodeId node, long incarnation) =>
        node == Self.Node ? incarnation == Self.Incarnation : Find(node, incarnation, out _);

    /// <summary>A node has connected and proved who it is.</summary>
    public Admission Admit(Member candidate, DateTimeOffset now)
    {
        var floor = _floors.Of(candidate.Node);
        if (Find(candidate.Node, candidate.Incarnation, out var present))
        {
            present.Connected(candidate, now);
            return new Admission(AdmissionKind.Returned, "", floor, null);
        }

        if (candidate.Node == Self.Node)
        {
            return Refuse($"'{candidate.Node}' is the name of the hub; start the node with another --name.");
        }

        if (candidate.Incarnation <= floor)
        {
            return new Admission(
                AdmissionKind.Outdated,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"incarnation {candidate.Incarnation} of '{candidate.Node}' is over: {floor} is known already."),
                floor,
                null);
        }

        if (!NodeIncarnation.IsPlausible(candidate.Incarnation, now))
        {
            return Refuse(
                $"the clock of '{candidate.Node}' is more than a day ahead of the hub's: "
                + "set it right, and start it again.");
        }

        if (_seats.ContainsKey(candidate.Node) || HasRoom)
        {
            return Take(candidate, null, now);
        }

        if (_seats.Values.FirstOrDefault(seat => seat.IsDoubtful) is not { } doubtful)
        {
            return Refuse(string.Create(
                CultureInfo.InvariantCulture,
                $"the run has {_maxMembers} members, which is the most it takes; {MoreRoom}"));
        }

        var displaced = Remove(
            doubtful, "the hub was started again, only one node knew of it, and another needed its place.");
        return Take(candidate, null, now) with { Superseded = displaced };
    }

    /// <summary>
    /// A member of this hub's predecessor, of which another node knows: it is a member until it returns or the grace is
    /// over. Only while all nodes come back to a hub that was started again; and nobody is removed on such hearsay but
    /// who is a member by hearsay too. What one node alone says keeps no place from a node that has proved who it is.
    /// </summary>
    /// <param name="member">Of whom it speaks.</param>
    /// <param name="voucher">Who speaks.</param>
    /// <param name="now">When.</param>
    /// <returns>Null where more is known of it already, or there is no room.</returns>
    public Admission? Adopt(Member member, NodeId voucher, DateTimeOffset now)
    {
        var former = _seats.GetValueOrDefault(member.Node);
        former?.Vouched(member, voucher);
        var isNews = member.Node != Self.Node
            && member.Incarnation > _floors.Of(member.Node)
            && NodeIncarnation.IsPlausible(member.Incarnation, now)
            && now - _startedAt <= _timeouts.LongestRetry + _timeouts.Lease;
        var hasRoom = former is null ? !_floors.TryFind(member.Node, out _) && HasRoom : former.IsAdopted;
        return isNews && hasRoom ? Take(member, voucher, now) : null;
    }

    /// <summary>Something came from it.</summary>
    public void Heard(NodeId node, long incarnation, DateTimeOffset now)
    {
        if (Find(node, incarnation, out var seat))
        {
            seat.Detector.Heard(now);
        }
    }

    /// <summary>Its connection was closed, and not by it on purpose.</summary>
    public void Disconnected(NodeId node, long incarnation, DateTimeOffset now, string reason)
    {
        if (Find(node, incarnation, out var seat))
        {
            seat.Disconnected(now, reason);
        }
    }

    /// <summary>It says that it leaves.</summary>
    public MemberLost? Leave(NodeId node, long incarnation, string reason) =>
        Find(node, incarnation, out var seat) ? Remove(seat, reason) : null;

    /// <summary>Those whose time is over. To be asked at every heartbeat.</summary>
    public IReadOnlyList<MemberLost> RemoveLost(DateTimeOffset now)
    {
        // Asked this late, the hub itself stood still, and what it did not hear says nothing about the others.
        if (now - _lookedAt > _timeouts.Lease / 2)
        {
            foreach (var seat in _seats.Values)
            {
                seat.Excuse(now);
            }
        }

        _lookedAt = now;
        List<MemberLost> lost = [];
        foreach (var seat in _seats.Values.ToArray())
        {
            if (ReasonToRemove(seat, now) is { } reason)
            {
                lost.Add(Remove(seat, reason));
            }
        }

        return lost;
    }

    private string MoreRoom => _maxMembers < MemberFrame.MaxMembers
        ? "raise limits.members in its job."
        : "no hub takes more, so let each node host several workers.";

    private bool HasRoom => _seats.Count + 1 < _maxMembers;

    private static Admission Refuse(string reason) => new(AdmissionKind.Refused, reason, 0, null);

    private string? ReasonToRemove(Seat seat, DateTimeOffset now)
    {
        if (seat.IsAdopted)
        {
            var waited = now - seat.Detector.LastHeard;
            return waited < _timeouts.RestartGrace ? null : string.Create(
                CultureInfo.InvariantCulture,
                $"the hub was started again, and it has not come back within {waited.TotalSeconds:0.#} s.");
        }

        if (seat.DisconnectedAt is { } since)
        {
            return now - since < _timeouts.ReturnGrace ? null : string.Create(
                CultureInfo.InvariantCulture,
                $"its connection ended ({seat.DisconnectedBecause}) and it has not come back "
                + $"within {(now - since).TotalSeconds:0.#} s.");
        }

        var silence = now - seat.Detector.LastHeard;
        if (silence < _timeouts.Lease)
        {
            return null;
        }

        var phi = seat.Detector.PhiAt(now);
        return phi < CertainPhi && silence < _timeouts.LongestSilence ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"nothing was heard of it for {silence.TotalSeconds:0.#} s "
            + $"(phi {phi:0.#}, lease {_timeouts.Lease.TotalSeconds:0.#} s).");
    }

    private Admission Take(Member member, NodeId? voucher, DateTimeOffset now)
    {
        var former = _seats.GetValueOrDefault(member.Node);
        _seats[member.Node] = new Seat(member, voucher, now, _timeouts.Heartbeat);
        _floors.Raise(member.Node, member.Incarnation);
        return new Admission(
            AdmissionKind.Joined,
            "",
            member.Incarnation,
            former is null ? null : new MemberLost(former.Member, string.Create(
                CultureInfo.InvariantCulture, $"it came back as incarnation {member.Incarnation}.")));
    }

    private MemberLost Remove(Seat seat, string reason)
    {
        _seats.Remove(seat.Member.Node);
        return new MemberLost(seat.Member, reason);
    }

    private bool Find(NodeId node, long incarnation, [NotNullWhen(true)] out Seat? seat) =>
        _seats.TryGetValue(node, out seat) && seat.Member.Incarnation == incarnation;

    /// <param name="member">Whose it is.</param>
    /// <param name="voucher">Who spoke of it first; null where it has connected itself.</param>
    /// <param name="now">When.</param>
    /// <param name="heartbeat">Between two signs of life.</param>
    private sealed class Seat(Member member, NodeId? voucher, DateTimeOffset now, TimeSpan heartbeat)
    {
        private bool _isVouchedTwice;

        public Member Member { get; private set; } = member;

        /// <summary>Whether it is known from others only and has not connected to this hub.</summary>
        public bool IsAdopted { get; private set; } = voucher is not null;

        /// <summary>Whether one node alone says that it is there.</summary>
        public bool IsDoubtful => IsAdopted && !_isVouchedTwice;

        public PhiAccrualDetector Detector { get; } = new(now, heartbeat);

        public DateTimeOffset? DisconnectedAt { get; private set; }

        public string DisconnectedBecause { get; private set; } = "";

        public void Connected(Member member, DateTimeOffset now)
        {
            Member = member;
            IsAdopted = false;
            DisconnectedAt = null;
            Detector.Restart(now);
        }

        public void Vouched(Member known, NodeId by) => _isVouchedTwice |= known == Member && by != voucher;

        public void Excuse(DateTimeOffset now)
        {
            Detector.Restart(now);
            DisconnectedAt = DisconnectedAt is null ? null : now;
        }

        public void Disconnected(DateTimeOffset now, string reason)
        {
            DisconnectedAt ??= now;
            DisconnectedBecause = reason;
        }
    }
}
