using System.Globalization;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Protocol;

/// <summary>
/// A stretch of a pipeline's life in which the same members have the same stages. It fences everything that stages tell one another: what
/// bears another epoch than the receiver's is not taken.
/// </summary>
/// <param name="Value">From 1; 0 is before the first. The term of the conductor that began it is in the high bits.</param>
public readonly record struct Epoch(long Value) : IComparable<Epoch>
{
    private const int BitsInATerm = 20;

    /// <summary>
    /// The epoch after this one that a conductor of some term begins: above all that those of earlier terms can have begun, whether anybody
    /// has heard of them or not.
    /// </summary>
    public Epoch NextIn(Term term) => new(Math.Max(Value + 1, term.Value << BitsInATerm));

    /// <inheritdoc />
    public int CompareTo(Epoch other) => Value.CompareTo(other.Value);

    /// <summary>Earlier.</summary>
    public static bool operator <(Epoch left, Epoch right) => left.Value < right.Value;

    /// <summary>Later.</summary>
    public static bool operator >(Epoch left, Epoch right) => left.Value > right.Value;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(Epoch left, Epoch right) => left.Value <= right.Value;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(Epoch left, Epoch right) => left.Value >= right.Value;

    /// <inheritdoc />
    public override string ToString() => Value >> BitsInATerm == 0
        ? Value.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Value >> BitsInATerm}.{Value & ((1 << BitsInATerm) - 1)}");
}
