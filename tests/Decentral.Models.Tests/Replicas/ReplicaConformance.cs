using Decentral.Models.Arenas;
using Decentral.Models.Replicas;

namespace Decentral.Models.Tests.Replicas;

/// <summary>What training expects of every replica.</summary>
public abstract class ReplicaConformance
{
    private const double LearningRate = 1e-2;

    protected abstract int Vocabulary { get; }

    protected abstract IReplica Create();

    [Fact]
    public void TrainStep_TwentySteps_LowerTheLossOnTheSameBatch()
    {
        using var replica = Create();
        var batch = Batch(1);
        var before = replica.Evaluate(batch);

        var losses = Enumerable.Range(0, 20).Select(_ => replica.TrainStep(batch, new StepSettings(LearningRate)).Loss)
            .ToArray();

        Assert.Equal(before, losses[0], 1e-6);
        Assert.InRange(replica.Evaluate(batch), 0, 0.98 * before);
        Assert.Equal(20, replica.OptimizerSteps);
    }

    [Fact]
    public void TrainStep_EqualReplicas_StayEqualBitForBit()
    {
        using var first = Create();
        using var second = Create();

        for (var step = 0; step < 3; step++)
        {
            Assert.Equal(
                first.TrainStep(Batch((ulong)step), new StepSettings(LearningRate, Clip: 1)),
                second.TrainStep(Batch((ulong)step), new StepSettings(LearningRate, Clip: 1)));
        }

        Assert.All(Enum.GetValues<ReplicaState>(), state =>
            Assert.Equal(first.ComputeDigest(state), second.ComputeDigest(state)));
    }

    [Fact]
    public void TrainStep_IsTheSameAsItsTwoHalves()
    {
        using var whole = Create();
        using var halves = Create();

        var outcome = whole.TrainStep(Batch(1), new StepSettings(LearningRate, Clip: 0.5));
        var loss = halves.ComputeGradient(Batch(1));
        var norm = halves.ApplyGradient(LearningRate, clip: 0.5);

        Assert.Equal(new StepOutcome(loss, norm, Applied: true), outcome);
        Assert.Equal(whole.ComputeDigest(ReplicaState.Parameters), halves.ComputeDigest(ReplicaState.Parameters));
    }

    [Fact]
    public void Write_AllStateOfAnother_GoesOnBitForBit()
    {
        using var original = Create();
        using var copy = Create();
        original.TrainStep(Batch(1), new StepSettings(LearningRate));
        original.TrainStep(Batch(2), new StepSettings(LearningRate));

        Copy(original, copy);
        original.TrainStep(Batch(3), new StepSettings(LearningRate));
        copy.TrainStep(Batch(3), new StepSettings(LearningRate));

        Assert.Equal(original.ComputeDigest(ReplicaState.Parameters), copy.ComputeDigest(ReplicaState.Parameters));
    }

    [Fact]
    public void Write_MeanOfTwoGradients_IsTheGradientOfBothBatches()
    {
        using var replica = Create();
        var whole = FragmentPartition.Whole(replica.Layout);
        var batch = Batch(1);
        var expected = new float[whole.ElementCount];
        replica.ComputeGradient(batch);
        replica.Read(ReplicaState.Gradient, whole, expected);

        var (first, second) = (new float[whole.ElementCount], new float[whole.ElementCount]);
        replica.ComputeGradient(batch.Slice(0, batch.Sequences / 2));
        replica.Read(ReplicaState.Gradient, whole, first);
        replica.ComputeGradient(batch.Slice(batch.Sequences / 2, batch.Sequences / 2));
        replica.Read(ReplicaState.Gradient, whole, second);

        var scale = expected.Max(Math.Abs);
        Assert.All(Enumerable.Range(0, expected.Length), index =>
            Assert.Equal(expected[index], (first[index] + second[index]) / 2, 1e-5 * scale));
    }

    [Fact]
    public void ComputeGradient_SeveralForwardPasses_EqualsOne()
    {
        using var replica = Create();
        var whole = FragmentPartition.Whole(replica.Layout);
        var (once, twice) = (new float[whole.ElementCount], new float[whole.ElementCount]);

        var loss = replica.ComputeGradient(Batch(1));
        replica.Read(ReplicaState.Gradient, whole, once);
        var lossOfTwo = replica.ComputeGradient(Batch(1), forwardPasses: 2);
        replica.Read(ReplicaState.Gradient, whole, twice);

        var scale = once.Max(Math.Abs);
        Assert.Equal(loss, lossOfTwo, 1e-5);
        Assert.All(Enumerable.Range(0, once.Length), index => Assert.Equal(once[index], twice[index], 1e-5 * scale));
    }

    [Fact]
    public void ComputeGradient_PassesThatDoNotDivideTheBatch_Throws()
    {
        using var replica = Create();

        Assert.Throws<ArgumentException>(() => replica.ComputeGradient(Batch(1), forwardPasses: 3));
    }

    [Fact]
    public void ComputeGradient_Called_ReplacesTheGradientAndNothingElse()
    {
        using var replica = Create();
        var before = replica.ComputeDigest(ReplicaState.Parameters);

        replica.ComputeGradient(Batch(1));
        var gradient = replica.ComputeDigest(ReplicaState.Gradient);
        replica.ComputeGradient(Batch(2));
        replica.ComputeGradient(Batch(1));

        Assert.Equal(gradient, replica.ComputeDigest(ReplicaState.Gradient));
        Assert.Equal(before, replica.ComputeDigest(ReplicaState.Parameters));
        Assert.Equal(0, replica.OptimizerSteps);
    }

    [Fact]
    public void ComputeGradient_SmallMove_ChangesTheLossByItsSlope()
    {
        using var replica = Create();
        var whole = FragmentPartition.Whole(replica.Layout);
        var (gradient, parameters) = (new float[whole.ElementCount], new float[whole.ElementCount]);
        var loss = replica.ComputeGradient(Batch(1));
        replica.Read(ReplicaState.Gradient, whole, gradient);
        replica.Read(ReplicaState.Parameters, whole, parameters);
        var squaredNorm = gradient.Sum(value => (double)value * value);
        var size = 1e-3 / Math.Sqrt(squaredNorm);

        var ahead = parameters.Zip(gradient, (value, slope) => (float)(value + (size * slope))).ToArray();
        replica.Write(ReplicaState.Parameters, whole, ahead);
        var lossAhead = replica.Evaluate(Batch(1));
        var behind = parameters.Zip(gradient, (value, slope) => (float)(value - (size * slope))).ToArray();
        replica.Write(ReplicaState.Parameters, whole, behind);
        var lossBehind = replica.Evaluate(Batch(1));

        Assert.InRange(loss, lossBehind, lossAhead);
        Assert.Equal(squaredNorm, (lossAhead - lossBehind) / (2 * size), 0.02 * squaredNorm);
    }

    [Fact]
    public void ApplyGradient_NormAboveTheClip_StepsAsWithTheClippedGradient()
    {
        using var clipped = Create();
        using var scaled = Create();
        var whole = FragmentPartition.Whole(clipped.Layout);
        var gradient = new float[whole.ElementCount];
        clipped.ComputeGradient(Batch(1));
        clipped.Read(ReplicaState.Gradient, whole, gradient);

        var norm = clipped.ApplyGradient(LearningRate, clip: 1e-3);
        var factor = 1e-3 / (norm + 1e-6);
        scaled.Write(ReplicaState.Gradient, whole, [.. gradient.Select(value => (float)(value * factor))]);
        scaled.ApplyGradient(LearningRate);

        Assert.InRange(norm, 2e-3, double.MaxValue);
        var (expected, actual) = (new float[whole.ElementCount], new float[whole.ElementCount]);
        scaled.Read(ReplicaState.FirstMoment, whole, expected);
        clipped.Read(ReplicaState.FirstMoment, whole, actual);
        Assert.All(Enumerable.Range(0, expected.Length), index => Assert.Equal(expected[index], actual[index], 1e-9));
    }

    [Theory]
    [InlineData(float.NaN, 0)]
    [InlineData(float.NaN, 1)]
    [InlineData(float.PositiveInfinity, 0)]
    [InlineData(float.NegativeInfinity, 1)]
    public void ApplyGradient_GradientNotFinite_ChangesNothing(float value, double clip)
    {
        using var replica = Create();
        replica.TrainStep(Batch(1), new StepSettings(LearningRate));
        var before = States(replica);
        var first = FragmentPartition.Whole(replica.Layout);
        replica.Write(ReplicaState.Gradient, first, [value]);

        var norm = replica.ApplyGradient(LearningRate, clip);

        Assert.False(double.IsFinite(norm));
        Assert.Equal(before, States(replica));
    }

    [Fact]
    public void TrainStep_ParametersNotFinite_SaysSoAndAppliesNothing()
    {
        using var replica = Create();
        replica.TrainStep(Batch(1), new StepSettings(LearningRate));
        var whole = FragmentPartition.Whole(replica.Layout);
        replica.Write(
            ReplicaState.Parameters, whole, [.. Enumerable.Repeat(float.PositiveInfinity, (int)whole.ElementCount)]);
        var before = States(replica);

        var outcome = replica.TrainStep(Batch(2), new StepSettings(LearningRate, Clip: 1));

        Assert.False(outcome.Applied);
        Assert.False(double.IsFinite(outcome.Loss));
        Assert.Equal(before, States(replica));
    }

    [Fact]
    public void Evaluate_Called_ChangesNothing()
    {
        using var replica = Create();
        replica.TrainStep(Batch(1), new StepSettings(LearningRate));
        var before = (States(replica), replica.ComputeDigest(ReplicaState.Gradient));

        replica.Evaluate(Batch(2));

        Assert.Equal(before, (States(replica), replica.ComputeDigest(ReplicaState.Gradient)));
    }

    [Fact]
    public void ComputeGradient_InProgress_RefusesEveryOtherUse()
    {
        using var replica = Create();
        using var undisturbed = Create();
        var refusals = new List<string>();
        using var windows = new WatchedWindows(Batch(1), () => refusals.AddRange(RefusalsOf(replica)));

        replica.ComputeGradient(windows.Batch);
        undisturbed.ComputeGradient(Batch(1));

        Assert.NotEmpty(refusals);
        Assert.All(refusals, refusal => Assert.Contains("whose ComputeGradient has not ended", refusal));
        Assert.Equal(
            undisturbed.ComputeDigest(ReplicaState.Gradient), replica.ComputeDigest(ReplicaState.Gradient));
        Assert.Equal(States(undisturbed), States(replica));
    }

    [Fact]
    public void Evaluate_InProgress_RefusesEveryOtherUse()
    {
        using var replica = Create();
        var refusals = new List<string>();
        using var windows = new WatchedWindows(Batch(1), () => refusals.AddRange(RefusalsOf(replica)));

        var loss = replica.Evaluate(windows.Batch);

        Assert.NotEmpty(refusals);
        Assert.All(refusals, refusal => Assert.Contains("whose Evaluate has not ended", refusal));
        Assert.Equal(replica.Evaluate(Batch(1)), loss);
    }

    [Fact]
    public void ComputeGradient_Failed_LetsTheNextUseIn()
    {
        using var replica = Create();
        using var windows = new WatchedWindows(Batch(1), () => throw new NotSupportedException());

        Assert.Throws<NotSupportedException>(() => replica.ComputeGradient(windows.Batch));

        replica.Write(ReplicaState.Parameters, FragmentPartition.Whole(replica.Layout), [0.5f]);
        Assert.Equal(1, Train(replica));
    }

    protected TokenBatch Batch(ulong seed) => Batches.Random(sequences: 4, length: 8, Vocabulary, seed);

    // The gradient is left out: it is not state that a step begins with.
    private static (ContentDigest, ContentDigest, ContentDigest, long) States(IReplica replica) => (
        replica.ComputeDigest(ReplicaState.Parameters),
        replica.ComputeDigest(ReplicaState.FirstMoment),
        replica.ComputeDigest(ReplicaState.SecondMoment),
        replica.OptimizerSteps);

    private List<string> RefusalsOf(IReplica replica)
    {
        var whole = FragmentPartition.Whole(replica.Layout);
        Action[] uses =
        [
            .. Enum.GetValues<ReplicaState>().Select<ReplicaState, Action>(
                state => () => replica.Write(state, whole, [1])),
            () => replica.Read(ReplicaState.Gradient, whole, new float[1]),
            () => replica.ComputeDigest(ReplicaState.Parameters),
            () => replica.OptimizerSteps = 9,
            () => replica.ComputeGradient(Batch(2)),
            () => replica.ApplyGradient(LearningRate),
            () => replica.TrainStep(Batch(2), new StepSettings(LearningRate)),
            () => replica.Evaluate(Batch(2)),
        ];
        return [.. uses.Select(use => Assert.Throws<InvalidOperationException>(use).Message)];
    }

    private long Train(IReplica replica)
    {
        replica.TrainStep(Batch(1), new StepSettings(LearningRate));
        return replica.OptimizerSteps;
    }

    private static void Copy(IReplica source, IReplica target)
    {
        foreach (var fragment in FragmentPartition.BySize(source.Layout, 3))
        {
            var packed = new float[fragment.ElementCount];
            foreach (var state in Enum.GetValues<ReplicaState>())
            {
                source.Read(state, fragment, packed);
                target.Write(state, fragment, packed);
            }
        }

        target.OptimizerSteps = source.OptimizerSteps;
    }
}
