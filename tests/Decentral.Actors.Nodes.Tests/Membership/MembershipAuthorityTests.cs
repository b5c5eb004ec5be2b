using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Membership;

namespace Decentral.Actors.Nodes.Tests.Membership;

public sealed class MembershipAuthorityTests
{
    private static readonly NodeTimeouts Times = NodeTimeouts.Default;
    private static readonly Member Hub = Node("hub", 1);
    private static readonly NodeId Voucher = new("voucher");

    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly MembershipAuthority _authority = new(Hub, Times, maxMembers: 4, Start);
    private DateTimeOffset _now = Start;

    [Fact]
    public void Admit_NewNode_Joins()
    {
        var admission = _authority.Admit(Node("a", 5), _now);

        Assert.Equal(new Admission(AdmissionKind.Joined, "", 5, null), admission);
        Assert.Equal([Node("a", 5), Hub], _authority.Members);
        Assert.True(_authority.IsMember(new NodeId("a"), 5));
        Assert.False(_authority.IsMember(new NodeId("a"), 6));
    }

    [Fact]
    public void Admit_SameIncarnation_Returns()
    {
        _authority.Admit(Node("a", 5), _now);
        _authority.Disconnected(new NodeId("a"), 5, _now, "cut");

        var admission = _authority.Admit(Node("a", 5), _now += Times.ReturnGrace / 2);

        Assert.Equal(AdmissionKind.Returned, admission.Kind);
        Assert.Empty(Beat(Times.ReturnGrace));
    }

    [Fact]
    public void Admit_HigherIncarnation_SupersedesTheFormer()
    {
        _authority.Admit(Node("a", 5), _now);

        var admission = _authority.Admit(Node("a", 6), _now);

        Assert.Equal(AdmissionKind.Joined, admission.Kind);
        Assert.Equal(Node("a", 5), admission.Superseded!.Member);
        Assert.Contains("incarnation 6", admission.Superseded.Reason, StringComparison.Ordinal);
        Assert.Equal([Node("a", 6), Hub], _authority.Members);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(4)]
    [InlineData(-1)]
    public void Admit_IncarnationThatIsOver_SaysWhichIsKnown(long incarnation)
    {
        _authority.Admit(Node("a", 5), _now);
        _authority.Leave(new NodeId("a"), 5, "left");

        var admission = _authority.Admit(Node("a", incarnation), _now);

        Assert.Equal(AdmissionKind.Outdated, admission.Kind);
        Assert.Equal(5, admission.Floor);
        Assert.Equal(AdmissionKind.Joined, _authority.Admit(Node("a", admission.Floor + 1), _now).Kind);
    }

    [Fact]
    public void Admit_NameOfTheHub_IsRefused()
    {
        var admission = _authority.Admit(Node("hub", 7), _now);

        Assert.Equal(AdmissionKind.Refused, admission.Kind);
        Assert.Contains("--name", admission.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Admit_IncarnationFromTheFuture_IsRefusedWithTheRemedy()
    {
        var ahead = _authority.Admit(Node("a", NodeIncarnation.Next(_now + TimeSpan.FromDays(2), 0)), _now);

        Assert.Equal(AdmissionKind.Refused, ahead.Kind);
        Assert.Contains("clock", ahead.Reason, StringComparison.Ordinal);
        Assert.Equal(AdmissionKind.Refused, _authority.Admit(Node("a", long.MaxValue), _now).Kind);
        Assert.Equal(AdmissionKind.Joined, _authority.Admit(Node("a", NodeIncarnation.Next(_now, 0)), _now).Kind);
    }

    [Fact]
    public void Admit_OneTooMany_IsRefusedWhileAKnownNameMayComeBack()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            Assert.Equal(AdmissionKind.Joined, _authority.Admit(Node(name, 1), _now).Kind);
        }

        Assert.Contains("limits.members", _authority.Admit(Node("d", 1), _now).Reason, StringComparison.Ordinal);
        Assert.Equal(AdmissionKind.Joined, _authority.Admit(Node("b", 2), _now).Kind);
        _authority.Leave(new NodeId("c"), 1, "left");
        Assert.Equal(AdmissionKind.Joined, _authority.Admit(Node("d", 1), _now).Kind);
    }

    [Fact]
    public void RemoveLost_DisconnectedForLongerThanTheGrace_SaysWhy()
    {
        _authority.Admit(Node("a", 1), _now);
        _authority.Disconnected(new NodeId("a"), 1, _now, "it was cut");

        Assert.Empty(Beat(Times.ReturnGrace - TimeSpan.FromMilliseconds(1)));
        var lost = Assert.Single(Beat(TimeSpan.FromMilliseconds(1)));

        Assert.Equal(Node("a", 1), lost.Member);
        Assert.Contains("it was cut", lost.Reason, StringComparison.Ordinal);
        Assert.Empty(Beat(Times.Lease));
    }

    [Fact]
    public void RemoveLost_Silence_IsLostBetweenLeaseAndTwice()
    {
        _authority.Admit(Node("a", 1), _now);
        HearFor(TimeSpan.FromSeconds(20), "a");
        var heard = _now;

        IReadOnlyList<MemberLost> lost = [];
        while (lost.Count == 0)
        {
            lost = Beat(Times.Heartbeat);
        }

        Assert.InRange(_now - heard, Times.Lease, Times.LongestSilence + Times.Heartbeat);
        Assert.Contains("lease", Assert.Single(lost).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void RemoveLost_HubThatSlept_ExcusesEverybodyOnce()
    {
        _authority.Admit(Node("a", 1), _now);
        _authority.Admit(Node("b", 1), _now);
        HearFor(TimeSpan.FromSeconds(10), "a", "b");
        _authority.Disconnected(new NodeId("b"), 1, _now, "it was cut");

        Assert.Empty(Beat(TimeSpan.FromHours(1)));
        List<NodeId> lost = [];
        for (var waited = TimeSpan.Zero; waited < Times.LongestSilence + Times.Heartbeat; waited += Times.Heartbeat)
        {
            lost.AddRange(Beat(Times.Heartbeat).Select(news => news.Member.Node));
        }

        Assert.Equal([new NodeId("b"), new NodeId("a")], lost);
    }

    [Fact]
    public void Leave_Member_IsLostOnce()
    {
        _authority.Admit(Node("a", 1), _now);

        Assert.Equal(new MemberLost(Node("a", 1), "bye"), _authority.Leave(new NodeId("a"), 1, "bye"));
        Assert.Null(_authority.Leave(new NodeId("a"), 1, "bye"));
        Assert.Null(_authority.Leave(new NodeId("b"), 1, "bye"));
    }

    [Fact]
    public void Adopt_UnknownMember_IsWaitedForUntilTheSlowestAttemptToConnect()
    {
        Assert.NotNull(_authority.Adopt(Node("a", 3), Voucher, _now));
        Assert.Empty(Beat(Times.Lease / 3));
        Wait(Times.LongestRetry, () => Assert.True(_authority.IsMember(new NodeId("a"), 3)));
        Assert.Equal(AdmissionKind.Returned, _authority.Admit(Node("a", 3), _now).Kind);
    }

    [Fact]
    public void Adopt_MemberThatNeverReturns_IsLostAfterTheGrace()
    {
        _authority.Adopt(Node("a", 3), Voucher, _now);

        List<MemberLost> lost = [];
        for (var waited = TimeSpan.Zero; waited <= Times.RestartGrace; waited += Times.Heartbeat)
        {
            lost.AddRange(Beat(Times.Heartbeat));
        }

        Assert.Equal(Node("a", 3), Assert.Single(lost).Member);
        Assert.Null(_authority.Adopt(Node("a", 3), Voucher, _now));
    }

    [Fact]
    public void Adopt_OnHearsay_RemovesNobodyWhoIsConnected()
    {
        _authority.Admit(Node("a", 3), _now);

        Assert.Null(_authority.Adopt(Node("a", 4), Voucher, _now));
        Assert.Null(_authority.Adopt(Node("hub", 4), Voucher, _now));
        Assert.Null(_authority.Adopt(Node("b", NodeIncarnation.Highest + 1), Voucher, _now));
        Assert.Equal([Node("a", 3), Hub], _authority.Members);
    }

    [Fact]
    public void Adopt_LaterIncarnationOfOneAdopted_SupersedesIt()
    {
        _authority.Adopt(Node("a", 3), Voucher, _now);

        Assert.Equal(Node("a", 3), _authority.Adopt(Node("a", 4), Voucher, _now)!.Superseded!.Member);
        Assert.Null(_authority.Adopt(Node("a", 3), Voucher, _now));
    }

    [Fact]
    public void Admit_AllPlacesTakenByWhatOneNodeSays_TakesOneOfThem()
    {
        foreach (var name in new[] { "x", "y", "z", "more" })
        {
            _authority.Adopt(Node(name, 1), Voucher, _now);
        }

        Assert.Equal(4, _authority.Members.Count);
        foreach (var name in new[] { "a", "b", "c" })
        {
            var admission = _authority.Admit(Node(name, 1), _now);
            Assert.Equal(AdmissionKind.Joined, admission.Kind);
            Assert.NotNull(admission.Superseded);
        }

        Assert.Equal([Node("a", 1), Node("b", 1), Node("c", 1), Hub], _authority.Members);
        Assert.Equal(AdmissionKind.Refused, _authority.Admit(Node("d", 1), _now).Kind);
    }

    [Fact]
    public void Admit_AllPlacesTakenByWhatSeveralNodesSay_LeavesThemTheirs()
    {
        foreach (var name in new[] { "x", "y", "z" })
        {
            _authority.Adopt(Node(name, 1), Voucher, _now);
            _authority.Adopt(Node(name, 1), Voucher, _now);
            _authority.Adopt(Node(name, name == "y" ? 2 : 1), new NodeId("second"), _now);
        }

        // Of the second incarnation of y one node alone has spoken.
        Assert.Equal(Node("y", 2), _authority.Admit(Node("a", 1), _now).Superseded!.Member);
        Assert.Equal(AdmissionKind.Refused, _authority.Admit(Node("b", 1), _now).Kind);
        Assert.Equal(AdmissionKind.Returned, _authority.Admit(Node("x", 1), _now).Kind);
    }

    [Fact]
    public void Admit_AnyNumberOfNames_RemembersABoundedNumberAndNoneComesBack()
    {
        for (var number = 1; number <= 20_000; number++)
        {
            var node = Node($"n{number}", number);
            Assert.Equal(AdmissionKind.Joined, _authority.Admit(node, _now).Kind);
            _authority.Leave(node.Node, node.Incarnation, "left");
        }

        Assert.InRange(_authority.Remembered, 1, 4096);
        var outdated = _authority.Admit(Node("n1", 1), _now);
        Assert.Equal(AdmissionKind.Outdated, outdated.Kind);
        Assert.Equal(AdmissionKind.Joined, _authority.Admit(Node("n1", outdated.Floor + 1), _now).Kind);
        Assert.Equal(AdmissionKind.Joined, _authority.Admit(Node("new", 30_000), _now).Kind);
    }

    [Fact]
    public void Anything_RandomHistories_GivesAtMostOneVerdictPerIncarnationAndOneForEachThatIsOver()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            RunHistory(new Random(seed), new MembershipAuthority(Hub, Times, maxMembers: 4, Start));
        }
    }

    private static void RunHistory(Random random, MembershipAuthority authority)
    {
        var now = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        HashSet<Member> up = [];
        HashSet<Member> over = [];
        for (var step = 0; step < 60; step++)
        {
            var node = Node($"n{random.Next(5)}", random.Next(1, 6));
            List<MemberLost?> verdicts = [];
            switch (random.Next(6))
            {
                case 0:
                    var admission = authority.Admit(node, now);
                    verdicts.Add(admission.Superseded);
                    Assert.Equal(
                        admission.Kind is AdmissionKind.Joined or AdmissionKind.Returned,
                        authority.IsMember(node.Node, node.Incarnation));
                    break;
                case 1:
                    verdicts.Add(authority.Adopt(node, new NodeId($"n{random.Next(5)}"), now)?.Superseded);
                    break;
                case 2:
                    authority.Heard(node.Node, node.Incarnation, now);
                    break;
                case 3:
                    authority.Disconnected(node.Node, node.Incarnation, now, "cut");
                    break;
                case 4:
                    verdicts.Add(authority.Leave(node.Node, node.Incarnation, "left"));
                    break;
                default:
                    now += random.Next(10) * Times.Heartbeat;
                    verdicts.AddRange(authority.RemoveLost(now));
                    break;
            }

            foreach (var verdict in verdicts.OfType<MemberLost>())
            {
                Assert.True(up.Remove(verdict.Member), $"{verdict.Member} was no member");
                Assert.True(over.Add(verdict.Member), $"a second verdict for {verdict.Member}");
            }

            var members = authority.Members.Where(member => member != Hub).ToArray();
            Assert.Empty(members.Intersect(over));
            Assert.Empty(up.Except(members));
            Assert.Equal(members.Select(member => member.Node).Distinct().Count(), members.Length);
            Assert.True(members.Length <= 3);
            up = [.. members];
        }
    }

    private static Member Node(string name, long incarnation) =>
        new(new NodeId(name), incarnation, new MemberProfile(1, 0));

    private IReadOnlyList<MemberLost> Beat(TimeSpan later) => _authority.RemoveLost(_now += later);

    private void Wait(TimeSpan time, Action atEachBeat)
    {
        for (var waited = TimeSpan.Zero; waited < time; waited += Times.Heartbeat)
        {
            Assert.True(Beat(Times.Heartbeat).Count <= 1);
            atEachBeat();
        }
    }

    private void HearFor(TimeSpan time, params string[] nodes)
    {
        for (var heard = TimeSpan.Zero; heard < time; heard += Times.Heartbeat)
        {
            Assert.Empty(Beat(Times.Heartbeat));
            foreach (var node in nodes)
            {
                _authority.Heard(new NodeId(node), 1, _now);
            }
        }
    }
}
