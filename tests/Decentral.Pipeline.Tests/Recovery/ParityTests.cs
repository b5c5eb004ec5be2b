using System.Collections.Immutable;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Recovery;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Pipeline.Tests.Recovery;

public sealed class ParityTests
{
    private static readonly StateStamp Stamp = new(new Epoch(3), 70);

    [Fact]
    public void Rebuild_AnyGroupAndErasure_GivesBackDataAndParityBitForBit() =>
        Prop.ForAll(Lengths.Arbitrary, lengths =>
        {
            var group = Group(lengths);
            foreach (var lost in group)
            {
                var rebuilt = Parity.Rebuild(Without(group, lost.Member), lost.Member);

                Assert.Equal(lost.Member, rebuilt.Member);
                Assert.Equal(Stamp, rebuilt.Stamp);
                Assert.Equal(lost.Data.ToArray(), rebuilt.Data.ToArray());
                Assert.Equal(lost.Parity.ToArray(), rebuilt.Parity.ToArray());
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rebuild_PartsInAnotherOrder_GivesTheSame()
    {
        var group = Group([20, 30, 10, 7]);

        var rebuilt = Parity.Rebuild([.. Without(group, 1).Reverse()], 1);

        Assert.Equal(group[1].Data.ToArray(), rebuilt.Data.ToArray());
    }

    [Fact]
    public void Protect_TwoMembers_KeepsACopyOfTheOther()
    {
        var group = Group([9, 9]);

        Assert.Equal(group[0].Data.ToArray(), group[1].Parity.ToArray());
        Assert.Equal(group[1].Data.ToArray(), group[0].Parity.ToArray());
    }

    [Fact]
    public void Protect_MemoryThatWasUsedBefore_IsReplaced()
    {
        var layout = new ParityLayout([4, 4, 4]);
        var parity = new byte[] { 9, 9 };

        Parity.Protect(layout, 0, [default, new byte[] { 0, 0, 1, 2 }, new byte[] { 4, 8, 0, 0 }], parity);

        Assert.Equal([5, 10], parity);
    }

    [Fact]
    public void FindObstacle_WholeGroup_IsNone() => Assert.Null(Parity.FindObstacle(Without(Group([5, 6, 7]), 2), 2));

    [Theory]
    [InlineData(4, 70)]
    [InlineData(3, 71)]
    public void FindObstacle_OtherStamp_NamesBoth(long epoch, long step)
    {
        var parts = Without(Group([5, 6, 7]), 1);
        var mixed = parts.SetItem(1, parts[1] with { Stamp = new StateStamp(new Epoch(epoch), step) });

        Assert.Equal(
            $"The parts do not belong together: that of member 2 is of step {step} of epoch {epoch}, that of "
            + "member 0 of step 70 of epoch 3.",
            Parity.FindObstacle(mixed, 1));
    }

    [Fact]
    public void FindObstacle_NobodyLeft_SaysSo() =>
        Assert.Equal("Nothing is left of the parity group of member 2.", Parity.FindObstacle([], 2));

    [Fact]
    public void FindObstacle_TwoMembersLost_NamesTheMissingOne()
    {
        var parts = Without(Group([5, 6, 7]), 1).RemoveAt(1);

        Assert.Equal(
            "To rebuild member 1 of 3, 1 part of member 2 is expected, and 0 found.", Parity.FindObstacle(parts, 1));
    }

    [Fact]
    public void FindObstacle_MemberTwice_SaysHowOften()
    {
        var group = Group([5, 6, 7]);

        Assert.Equal(
            "To rebuild member 1 of 3, 1 part of member 0 is expected, and 2 found.",
            Parity.FindObstacle([group[0], group[0]], 1));
    }

    [Fact]
    public void FindObstacle_ErasedMemberIsThere_SaysSo() => Assert.Equal(
        "To rebuild member 1 of 3, 0 part of member 1 is expected, and 1 found.",
        Parity.FindObstacle(Group([5, 6, 7]), 1));

    [Fact]
    public void FindObstacle_MemberOfNoSuchNumber_CountsTheParts()
    {
        var parts = Without(Group([5, 6, 7]), 1);

        Assert.Equal(
            "To rebuild member 1 of 3, 2 parts are expected, and 3 found.",
            Parity.FindObstacle(parts.Add(parts[0] with { Member = 9 }), 1));
    }

    [Fact]
    public void FindObstacle_LengthsDiffer_NamesThem()
    {
        var parts = Without(Group([5, 6, 7]), 1);
        var mixed = parts.SetItem(1, parts[1] with { Lengths = [5, 8, 7] });

        Assert.Contains("(5, 8, 7 and 5, 6, 7 bytes)", Parity.FindObstacle(mixed, 1));
    }

    [Fact]
    public void FindObstacle_PartCutOff_SaysByHowMuch()
    {
        var parts = Without(Group([5, 6, 7]), 1);
        var data = parts.SetItem(0, parts[0] with { Data = parts[0].Data[1..] });
        var parity = parts.SetItem(1, parts[1] with { Parity = parts[1].Parity[1..] });

        Assert.Contains("member 0 is not whole: it has 4 of 5 bytes of data", Parity.FindObstacle(data, 1));
        Assert.Contains("member 2 is not whole", Parity.FindObstacle(parity, 1));
        Assert.Contains("3 of 4 bytes of parity", Parity.FindObstacle(parity, 1));
    }

    [Fact]
    public void Rebuild_WithAnObstacle_Throws()
    {
        var thrown = Assert.Throws<InvalidOperationException>(() => Parity.Rebuild([], 2));

        Assert.Equal("Nothing is left of the parity group of member 2.", thrown.Message);
    }

    private static ImmutableArray<ParityPart> Group(ImmutableArray<long> lengths)
    {
        var layout = new ParityLayout(lengths);
        var data = lengths.Select(DataOf).ToArray();
        return [.. data.Select((own, member) => new ParityPart(member, Stamp, lengths, own, ParityOf(member)))];

        ReadOnlyMemory<byte> DataOf(long length, int member) => Values.Bytes((int)length, $"data {member}");

        byte[] ParityOf(int holder)
        {
            var parity = new byte[layout.ParityLength];
            Parity.Protect(layout, holder, data, parity);
            return parity;
        }
    }

    private static ImmutableArray<ParityPart> Without(ImmutableArray<ParityPart> group, int member) =>
        group.RemoveAt(member);
}
