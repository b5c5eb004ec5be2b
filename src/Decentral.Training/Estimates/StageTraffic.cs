using System.Diagnostics;
using Decentral.Codecs;
using Decentral.Codecs.Blocks;
using Decentral.Codecs.HalfPrecision;
using Decentral.Training.Jobs;

namespace Decentral.Training.Estimates;

/// <summary>
/// What the stages of a pipeline hand one another, by formula: a microbatch's activations wherever it goes from one stage to another,
/// and as large a gradient on its way back. Headers, copies of states and the embedding of a tied head are not in it.
/// </summary>
internal static class StageTraffic
{
    /// <summary>Values of which the size of one is measured: whole blocks of any codec.</summary>
    private const int ManyValues = 1 << 16;

    /// <summary>Of both directions, for each token of training; 0 without stages.</summary>
    public static double BytesPerToken(Job job) =>
        job.Pipeline.Stages == 0 ? 0 : 2 * Crossings(job) * job.Model.Width * BytesPerValue(job.Pipeline.Activations);

    /// <summary>
    /// Of a microbatch's forward pass, on average: odd ones that take the first two and the last two stages in swapped order begin and end
    /// at the same stages as the others, and so go back and forth once more at either end.
    /// </summary>
    private static double Crossings(Job job)
    {
        var (stages, chunks, microbatches) = (job.Pipeline.Stages, job.Pipeline.Chunks, job.Inner.Accumulation);
        var straight = stages == 1 ? 0 : (stages * chunks) - 1;
        return job.Pipeline.ResolvedNeighbours == NeighbourKind.CheckFreePlus
            ? straight + (2.0 * (microbatches / 2) / microbatches)
            : straight;
    }

    private static double BytesPerValue(CodecKind activations) =>
        (double)FormatOf(activations).EncodedLength(ManyValues) / ManyValues;

    private static ITensorFormat FormatOf(CodecKind activations) =>
        activations == CodecKind.Fp32 ? new Fp32Codec()
        : activations == CodecKind.Bf16 ? new Bf16Codec()
        : activations == CodecKind.EightBit ? new Int8BlockCodec()
        : throw new UnreachableException();
}
