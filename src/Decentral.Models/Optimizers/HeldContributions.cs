namespace Decentral.Models.Optimizers;

/// <summary>Contributions whose values are all in memory.</summary>
/// <param name="contributions">In member order, of equal lengths.</param>
internal readonly ref struct HeldContributions(ReadOnlySpan<WeightedContribution> contributions) : IWeightedContributions
{
    private readonly ReadOnlySpan<WeightedContribution> _contributions = contributions;

    public int Count => _contributions.Length;

    public int BlockLength => 1;

    public long WeightOf(int contribution) => _contributions[contribution].Weight;

    public ReadOnlySpan<float> Read(int contribution, int start, Span<float> room) =>
        _contributions[contribution].Values.Span.Slice(start, room.Length);

    public bool TryReadHalves(int contribution, int start, int count, out ReadOnlySpan<ushort> halves)
    {
        halves = [];
        return false;
    }
}
