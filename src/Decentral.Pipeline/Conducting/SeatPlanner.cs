using System.Collections.Immutable;
using Decentral.Models.Decoders;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Schedules;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Conducting;

/// <summary>Who has which stage: whoever has one keeps it, and those who are free take the places of those who are gone.</summary>
internal static class SeatPlanner
{
    /// <summary>The form of an epoch.</summary>
    /// <param name="options">How the pipeline is conducted.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="before">Who had which stage in the epoch before; null for those who are gone.</param>
    /// <param name="members">Those who are there, by place; at least one.</param>
    public static PipelineForm Plan(
        ConductorOptions options, Epoch epoch, IEnumerable<MemberId?> before, IReadOnlyDictionary<MemberId, MemberState> members)
    {
        var stages = Math.Min(options.Stages, members.Count);
        var seated = Seat(stages, before, members);
        var schedule = ScheduleOf(options, stages);
        var isSwapped = options.Neighbours == NeighbourKind.CheckFreePlus && stages >= PipelineRoutes.LeastSwappedStages;
        var parts = isSwapped ? SwappedParts(options.Layers, stages) : StraightParts(options.Layers, schedule);
        return new PipelineForm(
            epoch,
            [.. seated.Select((member, stage) => new StageSeat(member.Member, member.Incarnation, member.Stage, parts[stage]))],
            schedule,
            isSwapped);
    }

    /// <summary>The layers of each stage, whatever the chunks: those that are lost together.</summary>
    public static ImmutableArray<LayerRange> Split(int layers, int pieces) =>
        [.. Enumerable.Range(0, pieces).Select(piece => new LayerRange(piece * layers / pieces, (piece + 1) * layers / pieces))];

    private static MemberState[] Seat(
        int stages, IEnumerable<MemberId?> before, IReadOnlyDictionary<MemberId, MemberState> members)
    {
        var kept = before.Select(member => member is { } there ? members[there] : null).ToList();
        var free = new Queue<MemberState>(members.Values.Where(member => !kept.Contains(member)).OrderBy(member => member.Member));
        if (kept.Count == stages)
        {
            return [.. kept.Select(member => member ?? free.Dequeue())];
        }

        return [.. kept.OfType<MemberState>().Concat(free).Take(stages)];
    }

    private static ScheduleOptions ScheduleOf(ConductorOptions options, int stages)
    {
        var wanted = new ScheduleOptions
        {
            Kind = options.Schedule,
            Stages = stages,
            Microbatches = options.Microbatches,
            Chunks = options.Chunks,
        };

        // With fewer stages than were asked for, an interleaved schedule may not come out even: then it is not interleaved.
        return wanted.Check(options.Layers) is null
            ? wanted
            : wanted with { Kind = PipelineScheduleKind.OneForwardOneBackward, Chunks = 1 };
    }

    private static ImmutableArray<ModelPart>[] StraightParts(int layers, ScheduleOptions schedule)
    {
        var chunks = Split(layers, schedule.AllChunks);
        return
        [
            .. Enumerable.Range(0, schedule.Stages).Select(stage => Enumerable.Range(0, schedule.Chunks)
                .Select(turn => ModelPart.Of(chunks[(turn * schedule.Stages) + stage], layers)).ToImmutableArray()),
        ];
    }

    private static ImmutableArray<ModelPart>[] SwappedParts(int layers, int stages)
    {
        var parts = Split(layers, stages).Select(range => ImmutableArray.Create(new ModelPart(range))).ToArray();
        parts[0] = [new ModelPart(default, HasEmbedding: true), .. parts[0]];
        parts[^1] = [.. parts[^1], new ModelPart(new LayerRange(layers, layers), HasHead: true)];
        return parts;
    }
}
