using System.Collections.Immutable;
using Decentral.Models.Stages;
using Decentral.Pipeline.Schedules;

namespace Decentral.Pipeline.Protocol;

/// <summary>Who has which stage in an epoch, and in which order a step goes through them.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Seats">By stage.</param>
/// <param name="Schedule">The order of passes.</param>
/// <param name="IsSwapped">Whether odd microbatches go through the first two and the last two stages in swapped order (CheckFree+).</param>
public sealed record PipelineForm(
    Epoch Epoch, ImmutableArray<StageSeat> Seats, ScheduleOptions Schedule, bool IsSwapped)
{
    /// <summary>The stage that a member has; null where it has none.</summary>
    public int? StageOf(MemberId member)
    {
        var stage = Seats.Select(seat => seat.Member).ToList().IndexOf(member);
        return stage < 0 ? null : stage;
    }

    /// <summary>The seat of the stage that ends with the head.</summary>
    public StageSeat Last => Seats.Single(seat => seat.Parts.Any(part => part.HasHead));

    /// <summary>The seat of the stage that begins with the embedding.</summary>
    public StageSeat First => Seats.Single(seat => seat.Parts.Any(part => part.HasEmbedding));

    /// <summary>What a seat has, atom by atom.</summary>
    public static IEnumerable<ModelAtom> AtomsOf(StageSeat seat, int layers) =>
        seat.Parts.SelectMany(part => ModelAtom.Of(part, layers));
}
