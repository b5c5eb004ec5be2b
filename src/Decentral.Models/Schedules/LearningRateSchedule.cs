using System.Diagnostics;
using Decentral.Models.Randomness;

namespace Decentral.Models.Schedules;

/// <summary>
/// The learning rate as a pure function of progress in tokens, so that a fleet whose members come, go and differ in
/// speed follows one curve. Computed with operations that IEEE 754 defines to the bit: the same on every machine.
/// </summary>
public sealed record LearningRateSchedule
{
    /// <summary>The highest rate, above 0.</summary>
    public required double Peak { get; init; }

    /// <summary>Tokens of the whole run, above 0.</summary>
    public required long BudgetTokens { get; init; }

    /// <summary>What follows the warm-up.</summary>
    public LearningRateShape Shape { get; init; } = LearningRateShape.Cosine;

    /// <summary>Tokens over which the rate rises in a straight line from 0 to its peak; less than the budget.</summary>
    public long WarmupTokens { get; init; }

    /// <summary>The last rate as a share of the peak, 0 to 1.</summary>
    public double FloorShare { get; init; } = 0.1;

    /// <summary>
    /// Share of the budget, at its end, over which the two shapes with a stable stretch fall; above 0, and at most what
    /// the warm-up leaves.
    /// </summary>
    public double DecayShare { get; init; } = 0.2;

    private double DecayStart => BudgetTokens * (1 - DecayShare);

    /// <summary>The rate of the step with which the run has used <paramref name="tokens"/> tokens.</summary>
    /// <param name="tokens">
    /// Progress at the end of the step, its own tokens included: so the first step of a warm-up moves. Beyond the
    /// budget the rate stays where it ended.
    /// </param>
    public double At(long tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        return tokens < WarmupTokens
            ? Peak * tokens / WarmupTokens
            : Peak * (FloorShare + ((1 - FloorShare) * ShareAfterWarmup(Math.Min(tokens, BudgetTokens))));
    }

    /// <summary>Checks that the settings make a schedule.</summary>
    /// <exception cref="ArgumentException">The first setting that does not; the message says what it may
    /// be.</exception>
    public void Validate()
    {
        Require(double.IsFinite(Peak) && Peak > 0, nameof(Peak), Peak, "above 0");
        Require(BudgetTokens > 0, nameof(BudgetTokens), BudgetTokens, "above 0");
        Require(
            WarmupTokens >= 0 && WarmupTokens < BudgetTokens,
            nameof(WarmupTokens), WarmupTokens, $"at least 0 and less than the budget of {BudgetTokens} tokens");
        Require(FloorShare is >= 0 and <= 1, nameof(FloorShare), FloorShare, "in [0, 1]");
        Require(DecayShare is > 0 and <= 1, nameof(DecayShare), DecayShare, "in (0, 1]");
        Require(
            !HasStableStretch || DecayStart >= WarmupTokens,
            nameof(DecayShare), DecayShare,
            $"at most what the warm-up of {WarmupTokens} tokens leaves of {BudgetTokens}");
    }

    private bool HasStableStretch =>
        Shape is LearningRateShape.StableThenLinear or LearningRateShape.StableThenSquareRoot;

    // From 1 at the peak to 0 at the floor.
    private double ShareAfterWarmup(long tokens) => Shape switch
    {
        LearningRateShape.Constant => 1,
        LearningRateShape.Cosine => CosineShare((double)(tokens - WarmupTokens) / (BudgetTokens - WarmupTokens)),
        LearningRateShape.StableThenLinear => 1 - DecayProgress(tokens),
        LearningRateShape.StableThenSquareRoot => 1 - Math.Sqrt(DecayProgress(tokens)),
        _ => throw new UnreachableException(),
    };

    private static double CosineShare(double progress) => 0.5 * (1 + PortableMath.SinCosTurns(progress / 2).Cosine);

    private double DecayProgress(long tokens) => Math.Max(0, (tokens - DecayStart) / (BudgetTokens - DecayStart));

    private static void Require(bool holds, string name, double value, string expected)
    {
        if (!holds)
        {
            throw new ArgumentException($"The learning-rate schedule's {name} is {value}; it must be {expected}.");
        }
    }
}
