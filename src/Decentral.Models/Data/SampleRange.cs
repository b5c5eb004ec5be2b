using System.Text.Json.Serialization;

namespace Decentral.Models.Data;

/// <summary>The samples from <see cref="First"/> up to, not including, <see cref="End"/>: what a lease names.</summary>
public readonly record struct SampleRange
{
    /// <summary>Names <paramref name="count"/> samples from <paramref name="first"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the end exceeds 2⁶³ − 1.</exception>
    [JsonConstructor]
    public SampleRange(long first, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, long.MaxValue - first);
        First = first;
        Count = count;
    }

    /// <summary>Index of the first sample.</summary>
    public long First { get; }

    /// <summary>How many samples.</summary>
    public long Count { get; }

    /// <summary>One past the last sample.</summary>
    [JsonIgnore]
    public long End => First + Count;

    /// <summary>Whether the sample with this index is in the range.</summary>
    public bool Contains(long sample) => sample >= First && sample < End;

    /// <summary>The first <paramref name="count"/> samples, and the rest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range has fewer samples.</exception>
    public (SampleRange Head, SampleRange Tail) SplitAt(long count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        return (new SampleRange(First, count), new SampleRange(First + count, Count - count));
    }

    /// <summary>The range as <c>[first, end)</c>.</summary>
    public override string ToString() => $"[{First}, {End})";
}
