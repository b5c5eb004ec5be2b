namespace Decentral.Models.Optimizers;

/// <summary>
/// A contribution holds NaN or an infinity: the mean would carry it into every copy of the model. Its sender diverged,
/// and adding up again would give the same.
/// </summary>
/// <param name="contribution">Its index among those that were averaged.</param>
/// <param name="element">Index of the first such element.</param>
/// <param name="value">What is there.</param>
public sealed class NonFiniteContributionException(int contribution, int element, float value)
    : Exception(
        $"Contribution {contribution} is not finite: element {element} is {value}. What its sender trained has diverged.")
{
    /// <summary>Index of the contribution among those that were averaged.</summary>
    public int Contribution { get; } = contribution;
}
