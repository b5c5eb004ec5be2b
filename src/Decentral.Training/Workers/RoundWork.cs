using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Decentral.Models.Data;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>What a worker has done of a round.</summary>
/// <param name="Round">The round.</param>
/// <param name="Opened">The term in which the round was opened: it tells it from one of that number that was undone.</param>
/// <param name="Steps">Inner steps to make.</param>
/// <param name="Lease">The samples, in the order they are used.</param>
/// <param name="Pace">Where the learning-rate schedule is.</param>
public sealed record RoundWork(Round Round, Term Opened, int Steps, ImmutableArray<SampleRange> Lease, LearningPace Pace)
{
    /// <summary>Whether it goes on from what was trained in the round before.</summary>
    public bool Continues { get; init; } = true;

    /// <summary>Inner steps made.</summary>
    public int StepsDone { get; init; }

    /// <summary>Tokens trained.</summary>
    public long Tokens { get; init; }

    /// <summary>Sum of the losses of these tokens, in nats.</summary>
    public double LossSum { get; init; }

    /// <summary>Steps among those made that changed nothing, as their gradients were not finite.</summary>
    public int SkippedSteps { get; init; }

    /// <summary>Whether all steps are made.</summary>
    [JsonIgnore]
    public bool IsTrained => StepsDone == Steps;

    /// <summary>Mean loss over the tokens trained, in nats.</summary>
    [JsonIgnore]
    public double MeanLoss => Tokens == 0 ? 0 : LossSum / Tokens;

    /// <summary>The samples of the next step.</summary>
    [JsonIgnore]
    public ImmutableArray<SampleRange> NextSamples
    {
        get
        {
            var perStep = Lease.Sum(range => range.Count) / Steps;
            return Slice(StepsDone * perStep, perStep);
        }
    }

    /// <summary>Whether it can be a worker's; what was read from a snapshot may be anything.</summary>
    /// <exception cref="OverflowException">The lease has more samples than can be.</exception>
    [JsonIgnore]
    internal bool IsWellFormed => Round > Round.Zero && Steps > 0 && StepsDone >= 0 && StepsDone <= Steps && Tokens >= 0
        && SkippedSteps >= 0 && SkippedSteps <= StepsDone
        && !Lease.IsDefaultOrEmpty && Lease.Sum(range => range.Count) is > 0 and var samples && samples % Steps == 0;

    /// <summary>
    /// Whether an order is for this very work, so that going on with it obeys the order. In which term the round was opened
    /// makes no difference: a round that was undone and is opened again with the same samples begins from the same version.
    /// </summary>
    public bool Obeys(StartRound order) =>
        order.Round == Round && order.Steps == Steps && order.Pace == Pace && (order.Continues || !Continues)
        && order.Lease.SequenceEqual(Lease);

    /// <summary>The same work with one more step done.</summary>
    public RoundWork With(TrainedTokens step) => this with
    {
        StepsDone = StepsDone + 1,
        Tokens = Tokens + step.Tokens,
        LossSum = LossSum + step.LossSum,
        SkippedSteps = SkippedSteps + (step.IsSkipped ? 1 : 0),
    };

    private ImmutableArray<SampleRange> Slice(long skip, long take)
    {
        var slice = ImmutableArray.CreateBuilder<SampleRange>(1);
        foreach (var range in Lease)
        {
            var skipped = Math.Min(skip, range.Count);
            skip -= skipped;
            var count = Math.Min(take, range.Count - skipped);
            if (count > 0)
            {
                slice.Add(new SampleRange(range.First + skipped, count));
                take -= count;
            }
        }

        return slice.ToImmutable();
    }
}
