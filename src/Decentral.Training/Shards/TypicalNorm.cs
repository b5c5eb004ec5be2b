namespace Decentral.Training.Shards;

/// <summary>What the norms of updates are like: one far beyond is no outcome of training.</summary>
/// <param name="Value">The running mean of those that were taken; 0 before the first.</param>
internal readonly record struct TypicalNorm(double Value)
{
    /// <summary>How much larger than typical an update may be. The first rounds' differ from later ones by less than this.</summary>
    private const double Most = 1000;

    private const double Newest = 0.2;

    /// <summary>Why a norm cannot be that of an update; null where it can.</summary>
    public string? FindFault(double norm)
    {
        if (!double.IsFinite(norm))
        {
            return "it does not decode, or has values that are not finite";
        }

        return Value > 0 && norm > Most * Value
            ? FormattableString.Invariant($"its norm is {norm:g3}, where those of others are about {Value:g3}")
            : null;
    }

    public TypicalNorm With(double norm) => new(Value == 0 ? norm : ((1 - Newest) * Value) + (Newest * norm));
}
