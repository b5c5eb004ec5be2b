using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Membership;

namespace Decentral.Actors.Nodes.Tests.Membership;

public sealed class RosterTests
{
    private static readonly Member Self = Node("self", 1);

    [Fact]
    public void Learn_NewsInAnyOrder_EndsWithTheLatestThatIsNotLost()
    {
        object[] news =
        [
            new MemberUp(Node("a", 1)), new MemberLost(Node("a", 1), "gone"), new MemberUp(Node("a", 2)),
            new MemberUp(Node("b", 7)), new MemberLost(Node("b", 7), "gone"), new MemberUp(Node("c", 3)),
        ];

        for (var seed = 0; seed < 500; seed++)
        {
            var shuffled = news.Concat(news).ToArray();
            new Random(seed).Shuffle(shuffled);
            var roster = new Roster(Self);
            foreach (var one in shuffled)
            {
                Learn(roster, one);
            }

            Assert.Equal([Node("a", 2), Node("c", 3), Self], roster.Members);
            Assert.True(roster.HasLost(new NodeId("a"), 1));
            Assert.False(roster.HasLost(new NodeId("a"), 2));
            Assert.True(roster.HasLost(new NodeId("b"), 7));
            Assert.False(roster.HasLost(new NodeId("nobody"), 1));
        }
    }

    [Fact]
    public void Learn_OldNewsAfterAVerdict_ChangesNothing()
    {
        var roster = new Roster(Self);
        Assert.True(Learn(roster, new MemberUp(Node("a", 5))));
        Assert.True(Learn(roster, new MemberLost(Node("a", 5), "gone")));

        Assert.False(Learn(roster, new MemberUp(Node("a", 5))));
        Assert.False(Learn(roster, new MemberUp(Node("a", 4))));
        Assert.False(Learn(roster, new MemberLost(Node("a", 4), "gone")));
        Assert.False(Learn(roster, new MemberLost(Node("a", 5), "gone")));
        Assert.Equal([Self], roster.Members);
        Assert.True(Learn(roster, new MemberUp(Node("a", 6))));
    }

    [Fact]
    public void Learn_EarlierIncarnation_DoesNotReplaceALaterOne()
    {
        var roster = new Roster(Self);
        Learn(roster, new MemberUp(Node("a", 5)));

        Assert.False(Learn(roster, new MemberUp(Node("a", 4))));
        Assert.Equal(5, roster.Find(new NodeId("a"))!.Incarnation);
        Assert.True(Learn(roster, new MemberLost(Node("a", 4), "gone")));
        Assert.Equal(5, roster.Find(new NodeId("a"))!.Incarnation);
    }

    [Fact]
    public void Learn_VerdictsOnAnyNumberOfNames_RemembersABoundedNumberAndMistakesNoMember()
    {
        var roster = new Roster(Self);
        Learn(roster, new MemberUp(Node("early", 7)));
        for (var number = 1; number <= 100_000; number++)
        {
            Learn(roster, new MemberLost(Node($"n{number}", number), "gone"));
        }

        Assert.InRange(roster.Remembered, 1, Roster.MaxLost);
        Assert.True(roster.HasLost(new NodeId("n100000"), 100_000));
        Assert.True(roster.HasLost(new NodeId("n1"), 1), "forgotten, and not up");
        Assert.False(roster.HasLost(new NodeId("early"), 7), "up, and older than what is forgotten");
        Assert.False(roster.HasLost(new NodeId("new"), 100_001));
        Assert.Equal([Node("early", 7), Self], roster.Members);
        Assert.True(Learn(roster, new MemberLost(Node("early", 7), "gone")));
        Assert.True(roster.HasLost(new NodeId("early"), 7));
    }

    private static bool Learn(Roster roster, object news) =>
        news is MemberUp up ? roster.Learn(up) : roster.Learn((MemberLost)news);

    private static Member Node(string name, long incarnation) =>
        new(new NodeId(name), incarnation, new MemberProfile(1, 0));
}
