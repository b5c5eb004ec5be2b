namespace Decentral.Models.Optimizers;

/// <summary>
/// Contributions to a mean, whose values are asked for a block at a time: they may be decoded only then, so that nobody
/// has room for all of them.
/// </summary>
public interface IWeightedContributions
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>Values of which a multiple precedes every block.</summary>
    int BlockLength { get; }

    /// <summary>What a contribution weighs: tokens trained on; with 0 it is left out altogether.</summary>
    /// <param name="contribution">From 0, in member order.</param>
    long WeightOf(int contribution);

    /// <summary>The values of a block.</summary>
    /// <param name="contribution">From 0, in member order.</param>
    /// <param name="start">The first of them; a multiple of <see cref="BlockLength"/>.</param>
    /// <param name="room">
    /// For as many as are asked for, to be written where the values lie nowhere; for this contribution alone, until the
    /// block is done.
    /// </param>
    /// <returns>The room, or as many values where they lie.</returns>
    ReadOnlySpan<float> Read(int contribution, int start, Span<float> room);

    /// <summary>The upper 16 bits of the values of a block, where the lower ones are 0 and the upper ones lie ready.</summary>
    /// <param name="contribution">From 0, in member order.</param>
    /// <param name="start">The first of them; a multiple of <see cref="BlockLength"/>.</param>
    /// <param name="count">How many.</param>
    /// <param name="halves">As many, where they lie.</param>
    /// <returns>False where they do not lie so: they are to be read as fp32 then.</returns>
    bool TryReadHalves(int contribution, int start, int count, out ReadOnlySpan<ushort> halves);
}
