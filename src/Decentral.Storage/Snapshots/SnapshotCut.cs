using System.Globalization;

namespace Decentral.Storage.Snapshots;

/// <summary>The instant of a run that a snapshot holds.</summary>
/// <param name="Sequence">The coordinator stream's last sequence at the cut: what a resumed run goes on from.</param>
/// <param name="Round">The last committed round at the cut.</param>
public readonly record struct SnapshotCut(long Sequence, long Round)
{
    /// <summary>The snapshot's directory; names sort as the sequences do.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sequence:D10}-r{Round:D6}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null for any other name.</summary>
    internal static SnapshotCut? Parse(string name)
    {
        if (name.Split("-r") is not [var sequence, var round]
            || !TryParse(sequence, out var sequenceNumber)
            || !TryParse(round, out var roundNumber))
        {
            return null;
        }

        var cut = new SnapshotCut(sequenceNumber, roundNumber);
        return cut.ToString() == name ? cut : null;
    }

    private static bool TryParse(string digits, out long number) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
