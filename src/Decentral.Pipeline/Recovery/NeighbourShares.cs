namespace Decentral.Pipeline.Recovery;

/// <summary>
/// How much each of two layers counts in the average that replaces a lost one. The shares add up to exactly 1: the
/// larger is rounded, and the smaller is what that leaves, which fp32 holds exactly.
/// </summary>
/// <param name="Earlier">Of the layer before the lost one; 0 to 1.</param>
/// <param name="Later">Of the layer after it; 0 to 1.</param>
internal readonly record struct NeighbourShares(float Earlier, float Later)
{
    /// <summary>What the released code of CheckFree uses, by default here too; the paper's print may mean 2.</summary>
    internal const int DefaultPower = 1;

    private const int LargestPower = 2;

    /// <summary>The plain average.</summary>
    internal static NeighbourShares Equal { get; } = new(0.5f, 0.5f);

    /// <summary>
    /// In proportion to the norms of the last gradients (CheckFree, arXiv:2506.15461, Algorithm 1): whoever still
    /// learns most says most. Where the norms tell nothing, because both are zero or one is not a finite number, the
    /// shares are equal, which is next best in the paper's ablation. A norm of zero beside one that is not leaves the
    /// other layer alone.
    /// </summary>
    /// <remarks>
    /// Unlike the released code, which measures after clipping to 1 (so that the weights mostly are the same) and adds
    /// 1e-4 (so that they depend on the scale of the loss): here the norms are those before clipping, and nothing is
    /// added, since the one case that needed it, 0 / 0, has a rule.
    /// </remarks>
    /// <param name="earlier">Norm of the earlier neighbour's gradient, before it was clipped.</param>
    /// <param name="later">Norm of the later one's.</param>
    /// <param name="power">1 or 2: by the norms or by their squares.</param>
    internal static NeighbourShares FromNorms(double earlier, double later, int power = DefaultPower)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(power, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(power, LargestPower);
        if (!IsNorm(earlier) || !IsNorm(later) || earlier == later)
        {
            return Equal;
        }

        var ratio = Math.Min(earlier, later) / Math.Max(earlier, later);
        var larger = (float)(1 / (1 + (power == 1 ? ratio : ratio * ratio)));
        return earlier > later ? new(larger, 1 - larger) : new(1 - larger, larger);
    }

    private static bool IsNorm(double value) => double.IsFinite(value) && value >= 0;
}
