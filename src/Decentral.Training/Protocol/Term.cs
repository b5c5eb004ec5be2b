using System.Globalization;
using System.Text.Json.Serialization;

namespace Decentral.Training.Protocol;

/// <summary>
/// A reign of the coordinator, or a stretch of one between two roll calls. It fences commands and publications: what bears
/// a lower term than the highest seen is not obeyed.
/// </summary>
/// <param name="Value">From 1.</param>
[JsonConverter(typeof(Term.Json))]
public readonly record struct Term(long Value) : IComparable<Term>
{
    /// <summary>The term after this one.</summary>
    public Term Next => new(Value + 1);

    /// <summary>Earlier.</summary>
    public static bool operator <(Term left, Term right) => left.Value < right.Value;

    /// <summary>Later.</summary>
    public static bool operator >(Term left, Term right) => left.Value > right.Value;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(Term left, Term right) => left.Value <= right.Value;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(Term left, Term right) => left.Value >= right.Value;

    /// <inheritdoc />
    public int CompareTo(Term other) => Value.CompareTo(other.Value);

    /// <inheritdoc />
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    internal sealed class Json() : NumberJsonConverter<Term>(value => new Term(value), id => id.Value);
}
