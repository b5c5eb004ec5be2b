using System.Runtime.InteropServices;
using Decentral.Models.Optimizers;

namespace Decentral.Models.Tests.Optimizers;

/// <summary>What every member that replays an outer optimizer relies on.</summary>
public abstract class OuterOptimizerConformance
{
    private const int Length = 2500;

    /// <summary>Of the parameters after six rounds: equal on every machine.</summary>
    protected abstract string RecordedDigest { get; }

    protected abstract IOuterOptimizer Create();

    [Fact]
    public void Step_SixRounds_RepeatsBitForBitOnEveryMachine()
    {
        var member = Train(new OuterMember(Create(), Values.Normal(Length, "θ")), 6);

        Assert.Equal(
            RecordedDigest, ContentDigest.Of(MemoryMarshal.AsBytes<float>(member.Parameters)).ToString()[..16]);
    }

    [Fact]
    public void Step_MemberThatJoinedWithTheStates_FollowsBitForBit()
    {
        var original = Train(new OuterMember(Create(), Values.Normal(Length, "θ")), 3);

        var joined = Train(original.Copy(Create()), 3);
        Train(original, 3);

        Values.AssertSameBits(original.Parameters, joined.Parameters);
        foreach (var name in Create().StateNames)
        {
            Values.AssertSameBits(original.State(name), joined.State(name));
        }
    }

    [Fact]
    public void Step_NoDisplacement_LeavesParametersThatNeverMoved()
    {
        var parameters = Values.Normal(50, "θ");
        var member = new OuterMember(Create(), parameters);

        member.Step(new float[50]);
        member.Step(new float[50]);

        Values.AssertSameBits(parameters, member.Parameters);
    }

    [Fact]
    public void Step_SameDisplacementAgainAndAgain_DescendsAlongIt()
    {
        var member = new OuterMember(Create(), new float[50]);
        var displacement = Values.Normal(50, "Δ", deviation: 0.1);

        for (var round = 0; round < 8; round++)
        {
            member.Step(displacement);
        }

        Assert.All(displacement.Zip(member.Parameters), pair =>
            Assert.True(pair.Second * pair.First < 0, $"{pair.First} moved {pair.Second}"));
    }

    [Fact]
    public void Step_LengthsDiffer_ThrowsAndChangesNothing()
    {
        var rule = Create();
        var member = Train(new OuterMember(rule, Values.Normal(10, "θ")), 2);
        var before = member.Parameters.ToArray();

        Assert.Throws<ArgumentException>(() => member.Step(new float[9]));
        Assert.Throws<ArgumentException>(
            () => rule.Step(member.Parameters, new float[10], [], new OuterRound(member.Round, 1)));
        Memory<float>[] tooShort = [.. rule.StateNames.Select(_ => (Memory<float>)new float[9])];
        if (tooShort.Length > 0)
        {
            Assert.Throws<ArgumentException>(
                () => rule.Step(member.Parameters, new float[10], tooShort, new OuterRound(member.Round, 1)));
        }

        Values.AssertSameBits(before, member.Parameters);
    }

    [Fact]
    public void StateNames_AreUnique() =>
        Assert.Equal(Create().StateNames.Length, Create().StateNames.Distinct().Count());

    private static float[] PseudoGradient(int length, long round) =>
        Values.Normal(length, $"Δ {round}", deviation: 0.1);

    private OuterMember Train(OuterMember member, int rounds)
    {
        for (var count = 0; count < rounds; count++)
        {
            member.Step(PseudoGradient(member.Parameters.Length, member.Round), 0.5);
        }

        return member;
    }
}
