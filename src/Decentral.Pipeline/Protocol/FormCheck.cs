using System.Collections.Immutable;
using Decentral.Models.Stages;
using Decentral.Pipeline.Schedules;

namespace Decentral.Pipeline.Protocol;

/// <summary>Whether the seats of a form have all of one model between them, each the chunks that its schedule gives it.</summary>
internal static class FormCheck
{
    /// <summary>The parts of a stage at either end of a swapped form: its layers, and the embedding or the head as a chunk of its own.</summary>
    private const int PartsOfSwappedEnd = 2;

    /// <summary>What does not fit what, with the numbers, no full stop; null where nothing is wrong.</summary>
    /// <param name="form">Its schedule is one that can be.</param>
    public static string? Objection(PipelineForm form)
    {
        if (form.Seats.Length != form.Schedule.Stages)
        {
            return $"{form.Seats.Length} seats for {form.Schedule.Stages} stages";
        }

        if (form.IsSwapped && form.Seats.Length < PipelineRoutes.LeastSwappedStages)
        {
            return $"swapped stages where there are {form.Seats.Length}";
        }

        return ObjectionToSeats(form) ?? ObjectionToParts(PartsInOrder(form), form.IsSwapped)
            ?? form.Schedule.Check(LayersOf(form))?.Objection;
    }

    /// <summary>How many layers the model has.</summary>
    public static int LayersOf(PipelineForm form) => form.Seats[^1].Parts[^1].Layers.End;

    private static string? ObjectionToSeats(PipelineForm form)
    {
        var members = new HashSet<MemberId>();
        for (var stage = 0; stage < form.Seats.Length; stage++)
        {
            var (seat, parts) = (form.Seats[stage], PartsOf(form, stage));
            if (!members.Add(seat.Member))
            {
                return $"two stages of {seat.Member}";
            }

            if (seat.Parts.Length != parts)
            {
                return $"{seat.Parts.Length} parts of stage {stage}, which has {parts}";
            }
        }

        return null;
    }

    private static int PartsOf(PipelineForm form, int stage) => !form.IsSwapped ? form.Schedule.Chunks
        : stage == 0 || stage == form.Seats.Length - 1 ? PartsOfSwappedEnd
        : 1;

    /// <summary>Chunk after chunk. In a swapped form that is seat after seat, else every seat has its turn.</summary>
    private static ImmutableArray<ModelPart> PartsInOrder(PipelineForm form) => form.IsSwapped
        ? [.. form.Seats.SelectMany(seat => seat.Parts)]
        : [.. Enumerable.Range(0, form.Schedule.Chunks).SelectMany(turn => form.Seats.Select(seat => seat.Parts[turn]))];

    /// <summary>The embedding is with the first, the head with the last, and layers follow one another without a gap.</summary>
    private static string? ObjectionToParts(ImmutableArray<ModelPart> parts, bool isSwapped)
    {
        var layers = 0;
        for (var chunk = 0; chunk < parts.Length; chunk++)
        {
            var (isFirst, isLast) = (chunk == 0, chunk == parts.Length - 1);
            var part = parts[chunk];
            var hasLayers = !(isSwapped && (isFirst || isLast));
            if (part.Layers.First != layers || (part.Layers.Count > 0) != hasLayers
                || part.HasEmbedding != isFirst || part.HasHead != isLast)
            {
                return $"'{part}' as chunk {chunk} of {parts.Length}, behind {layers} layers";
            }

            layers = part.Layers.End;
        }

        return null;
    }
}
