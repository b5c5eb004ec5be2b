using System.Collections.Immutable;
using Decentral.Pipeline.Protocol;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Conducting;

/// <summary>An epoch has begun.</summary>
/// <param name="Form">Who has which stage.</param>
/// <param name="Stamp">The state that it begins with.</param>
/// <param name="Undone">Steps that were made and have to be made again.</param>
/// <param name="Rung">Where the state of the lost stages came from; null where nothing was lost.</param>
/// <param name="Reason">In words.</param>
public sealed record PipelineFormed(PipelineForm Form, StateStamp Stamp, long Undone, RecoveryRung? Rung, string Reason)
{
    /// <summary>
    /// Where the pipeline was taken over from another conductor: what the run knew of itself behind the state, empty where that is not known;
    /// otherwise null.
    /// </summary>
    public ImmutableArray<byte>? Memo { get; init; }

    /// <summary>What multiplies the learning rate of layers that were made from those beside them; 1 where none were.</summary>
    public double LearningRateScale { get; init; } = 1;

    /// <inheritdoc />
    public override string ToString() => $"Epoch {Form.Epoch}: {string.Join(" ", Form.Seats.Select(seat => $"{seat.Member}/{seat.Incarnation}"))} " +
        $"behind {Stamp}, {Undone} undone, {Rung}: {Reason}";
}
