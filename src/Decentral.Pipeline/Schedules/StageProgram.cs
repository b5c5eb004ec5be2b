using System.Collections.Immutable;

namespace Decentral.Pipeline.Schedules;

/// <summary>What a stage does in a step, in its order.</summary>
/// <param name="Stage">From 0.</param>
/// <param name="Passes">Each forward pass before its backward pass.</param>
public sealed record StageProgram(int Stage, ImmutableArray<Pass> Passes)
{
    /// <summary>The most microbatches that wait at one time between the two passes of a chunk, which are included.</summary>
    /// <param name="chunk">By its number in the model.</param>
    public int PeakHeld(int chunk) => (int)Peak(pass => pass.Chunk == chunk ? 1 : 0);

    /// <summary>The most that the activations of waiting microbatches come to.</summary>
    /// <param name="activations">Of a microbatch, by chunk.</param>
    public long PeakBytes(Func<int, long> activations)
    {
        ArgumentNullException.ThrowIfNull(activations);
        return Peak(pass => activations(pass.Chunk));
    }

    private long Peak(Func<Pass, long> weight)
    {
        var (held, most) = (0L, 0L);
        foreach (var pass in Passes)
        {
            held += pass.Kind == PassKind.Forward ? weight(pass) : -weight(pass);
            most = Math.Max(most, held);
        }

        return most;
    }
}
