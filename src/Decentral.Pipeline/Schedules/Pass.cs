using System.Globalization;

namespace Decentral.Pipeline.Schedules;

/// <summary>One microbatch through one chunk of layers.</summary>
/// <param name="Kind">Which way.</param>
/// <param name="Microbatch">From 0, within its step.</param>
/// <param name="Chunk">
/// From 0, in the order of the model. With v chunks a stage, stage i of p has chunks i, i + p, i + 2 p and so on (interleaved
/// schedules, arXiv:2104.04473, §2.2).
/// </param>
public readonly record struct Pass(PassKind Kind, int Microbatch, int Chunk)
{
    /// <summary>Its way and its microbatch, as in drawings of schedules: F0, B12.</summary>
    public string Label => string.Create(CultureInfo.InvariantCulture, $"{(Kind == PassKind.Forward ? 'F' : 'B')}{Microbatch}");

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Label} of chunk {Chunk}");
}
