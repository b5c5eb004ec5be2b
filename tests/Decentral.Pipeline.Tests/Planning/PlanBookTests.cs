using System.Collections.Immutable;
using Decentral.Pipeline.Planning;

namespace Decentral.Pipeline.Tests.Planning;

public sealed class PlanBookTests
{
    /// <summary>Six layers of 100 bytes, and members with room for two: three are enough, however they are chosen.</summary>
    [Fact]
    public void Guarantee_EqualMembers_SaysHowManyMayBeLost()
    {
        var book = new PlanBook(
            Worlds.EvenModel(6, activationBytes: 0), Worlds.WithMemories(200, 200, 200, 200, 200), new PlanOptions { Microbatches = 4 });

        Assert.Equal(2, book.MayBeLost);
        Assert.Equal("any 2 of 5 members may be lost and the model still fits", book.Guarantee);
        Assert.Equal(3, book.Prepared);
    }

    [Theory]
    [InlineData(300, "the model needs all of 2 members: without some of them it does not fit")]
    [InlineData(200, "the model does not fit the 2 members there are")]
    public void Guarantee_NoneToSpare_SaysSo(long memory, string expected)
    {
        var book = new PlanBook(Worlds.EvenModel(6, activationBytes: 0), Worlds.WithMemories(memory, memory), new PlanOptions { Microbatches = 4 });

        Assert.Equal(expected, book.Guarantee);
    }

    /// <summary>The weakest group stands for all of its size: looking at every group says the same.</summary>
    [Fact]
    public void MayBeLost_AnyMembers_IsWhatAllGroupsSay()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var costs = Worlds.AnyModel(random, 1 + random.Next(8));
            var members = Worlds.AnyMembers(random, 1 + random.Next(6), kinds: 4);
            var options = Worlds.AnyOptions(random);

            var book = new PlanBook(costs, members, options);

            var spare = Groups(members).Where(group => !StagePlanner.Plan(costs, group, options).IsPossible)
                .Select(group => members.Length - group.Length - 1)
                .DefaultIfEmpty(members.Length - 1)
                .Min();
            Assert.Equal(spare, book.MayBeLost);
        }
    }

    [Fact]
    public void For_AnySurvivors_IsAPlanOfTheirsAsGoodAsANewOne()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var costs = Worlds.AnyModel(random, 8);
            var members = Worlds.AnyMembers(random, 6, kinds: 3);
            var options = Worlds.AnyOptions(random);
            var book = new PlanBook(costs, members, options);

            foreach (var group in Groups(members))
            {
                var (prepared, anew) = (book.For(group), StagePlanner.Plan(costs, group, options).Plan);

                Assert.Equal(anew is null, prepared is null);
                Assert.Equal(anew?.StepSeconds, prepared?.StepSeconds);
                Assert.All(prepared?.Stages ?? [], stage => Assert.Contains(stage.Member, group));
                Assert.Distinct(prepared?.Stages.Select(stage => stage.Member.Name) ?? []);
            }
        }
    }

    [Fact]
    public void Entries_WishForStages_HaveThatManyOrFewer()
    {
        var book = new PlanBook(Worlds.EvenModel(8), Worlds.WithSpeeds(1, 1, 1, 1, 1), new PlanOptions { Microbatches = 64, Stages = 3 });

        Assert.Equal([1, 2, 3, 3, 3], book.Entries.Select(entry => entry.Weakest!.Stages.Length));
        Assert.Null(book.For([]));
    }

    [Fact]
    public void Prepare_ManyKinds_HasPlansForTheLossOfEachMember()
    {
        var members = Worlds.WithSpeeds(1, 2, 3, 4, 5, 6, 7, 8, 9);

        var book = new PlanBook(Worlds.EvenModel(12), members, new PlanOptions { Microbatches = 4, Stages = 4 });

        Assert.Equal(10, book.Prepared);
        Assert.NotNull(book.For(members.RemoveAt(0)));
        Assert.NotNull(book.For(members.RemoveRange(0, 4)));
    }

    private static IEnumerable<ImmutableArray<PipelineMember>> Groups(ImmutableArray<PipelineMember> members) =>
        Enumerable.Range(1, (1 << members.Length) - 1)
            .Select(bits => members.Where((_, i) => (bits >> i & 1) == 1).ToImmutableArray());
}
