using Decentral.Training.Jobs;

namespace Decentral.Training.Tests.Jobs;

public sealed class JobTests
{
    private static readonly Job FourWorkers = new()
    {
        Workers = 4,
        Model = new ModelOptions { Context = 128 },
        Inner = new InnerOptions { Batch = 8, Accumulation = 2 },
        Sync = new SyncOptions { Every = 50 },
    };

    [Fact]
    public void TokenBudget_InnerSteps_CountsTheWholeFleet()
    {
        var job = FourWorkers with { Inner = FourWorkers.Inner with { Steps = 1000 } };

        Assert.Equal(1000L * 8 * 2 * 128 * 4, job.TokenBudget(trainingTokens: 7));
    }

    [Fact]
    public void TokenBudget_Tokens_IsTheNumberItself()
    {
        var job = FourWorkers with { Run = new RunOptions { Tokens = 12_345 } };

        Assert.Equal(12_345, job.TokenBudget(trainingTokens: 7));
    }

    [Fact]
    public void TokenBudget_FractionOfAnEpoch_RoundsUp()
    {
        var job = FourWorkers with { Run = new RunOptions { Epochs = 1.5 } };

        Assert.Equal(152, job.TokenBudget(trainingTokens: 101));
    }

    [Fact]
    public void TokenBudget_None_Throws() =>
        Assert.Throws<InvalidOperationException>(() => FourWorkers.TokenBudget(trainingTokens: 7));

    [Fact]
    public void TokensPerRound_AbsurdSizes_Saturates()
    {
        var job = FourWorkers with
        {
            Inner = new InnerOptions { Batch = 1 << 20, Accumulation = 1 << 20 },
            Model = new ModelOptions { Context = 1 << 20 },
        };

        Assert.Equal(long.MaxValue, job.TokensPerRound);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(50, 1)]
    [InlineData(51, 2)]
    [InlineData(200, 4)]
    public void RoundsPerSnapshot_StepsOfFiftyStepRounds_RoundsUp(int steps, int rounds)
    {
        var job = FourWorkers with { Snapshots = new SnapshotOptions { Every = Cadence.OfSteps(steps) } };

        Assert.Equal(rounds, job.RoundsPerSnapshot);
    }

    [Fact]
    public void IsDeterministic_FullQuorumAndNoDeadline_IsTrue()
    {
        var hasty = FourWorkers with { Sync = new SyncOptions { Quorum = 0.5 } };
        var timed = FourWorkers with { Sync = new SyncOptions { Deadline = TimeSpan.FromSeconds(1) } };

        Assert.True(FourWorkers.IsDeterministic);
        Assert.False(hasty.IsDeterministic);
        Assert.False(timed.IsDeterministic);
    }

    [Fact]
    public void With_AnotherMethod_ReplacesTheFiveChoicesAndNothingElse()
    {
        var overridden = FourWorkers with { Sync = new SyncOptions { Every = 7, Quorum = 0.5 } };

        var job = overridden.With(MethodKind.DataParallel);

        var preset = MethodPreset.For(MethodKind.DataParallel);
        Assert.Equal(
            FourWorkers with
            {
                Method = MethodKind.DataParallel,
                Sync = preset.Sync,
                Update = preset.Update,
                Aggregate = preset.Aggregate,
                Outer = preset.Outer,
            },
            job);
    }

    [Theory]
    [InlineData(ModelKind.Gpt, 128, 512)]
    [InlineData(ModelKind.Llama, 128, 384)]
    [InlineData(ModelKind.Llama, 96, 256)]
    public void ResolvedFeedForward_Unset_IsTheFamilysMultiple(ModelKind kind, int width, int columns)
    {
        var model = new ModelOptions { Kind = kind, Width = width };

        Assert.Equal(columns, model.ResolvedFeedForward);
    }
}
