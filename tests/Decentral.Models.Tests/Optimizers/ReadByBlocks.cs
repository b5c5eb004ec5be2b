using Decentral.Models.Optimizers;

namespace Decentral.Models.Tests.Optimizers;

/// <summary>Contributions that lie in memory or are copied when they are read, by turns; holds the reader to the contract.</summary>
internal sealed class ReadByBlocks(WeightedContribution[] contributions, int blockLength) : IWeightedContributions
{
    public int Count => contributions.Length;

    public int BlockLength => blockLength;

    public long WeightOf(int contribution) => contributions[contribution].Weight;

    public ReadOnlySpan<float> Read(int contribution, int start, Span<float> room)
    {
        var all = contributions[contribution].Values.Span;
        Assert.Equal(0, start % blockLength);
        Assert.True(room.Length % blockLength == 0 || start + room.Length == all.Length);
        var values = all.Slice(start, room.Length);
        if (contribution % 2 == 0)
        {
            return values;
        }

        values.CopyTo(room);
        return room;
    }

    public bool TryReadHalves(int contribution, int start, int count, out ReadOnlySpan<ushort> halves)
    {
        halves = [];
        return false;
    }
}
