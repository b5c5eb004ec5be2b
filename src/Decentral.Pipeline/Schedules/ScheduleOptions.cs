using System.Globalization;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Schedules;

/// <summary>How a step is cut up, and in which order its parts are taken.</summary>
public sealed record ScheduleOptions
{
    /// <summary>The order.</summary>
    public PipelineScheduleKind Kind { get; init; } = PipelineScheduleKind.OneForwardOneBackward;

    /// <summary>Stages, at least 1.</summary>
    public required int Stages { get; init; }

    /// <summary>Microbatches of a step, at least 1; a multiple of <see cref="Stages"/> where the schedule is interleaved.</summary>
    public required int Microbatches { get; init; }

    /// <summary>Chunks of layers that each stage has; 1 unless the schedule is interleaved.</summary>
    public int Chunks { get; init; } = 1;

    /// <summary>Chunks of the whole model.</summary>
    public int AllChunks => Stages * Chunks;

    /// <summary>What is wrong with them for a model, or null where nothing is.</summary>
    /// <param name="layers">Layers of the model, at least 1: every chunk takes one or more.</param>
    public ScheduleProblem? Check(int layers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        return Objection(layers) is { } objection ? new ScheduleProblem(objection, Nearest(layers)) : null;
    }

    /// <inheritdoc cref="Check(int)"/>
    public ScheduleProblem? Check() => Check(int.MaxValue);

    /// <inheritdoc/>
    public override string ToString()
    {
        var chunks = Chunks == 1 ? "" : Words($" of {Chunks} chunks");
        return Words($"{Count(Stages, "stage")}{chunks} with {Count(Microbatches, "microbatch", "microbatches")}");
    }

    private string? Objection(int layers)
    {
        if (Stages < 1 || Microbatches < 1 || Chunks < 1)
        {
            return Words($"Stages, microbatches and chunks are 1 or more, but these are {Stages}, {Microbatches} and {Chunks}");
        }

        if (Chunks > 1 && Kind != PipelineScheduleKind.Interleaved)
        {
            return Words($"Stages have {Chunks} chunks in an interleaved schedule only");
        }

        if ((long)Stages * Chunks > layers)
        {
            return Chunks == 1
                ? Words($"{Stages} stages need as many layers, but the model has {layers}")
                : Words($"{Stages} stages of {Chunks} chunks need {(long)Stages * Chunks} layers, but the model has {layers}");
        }

        return Kind == PipelineScheduleKind.Interleaved && Microbatches % Stages != 0
            ? Words($"An interleaved schedule takes microbatches by groups of as many as stages, and {Microbatches} is no multiple of {Stages}")
            : null;
    }

    /// <summary>Keeps as many stages as the layers allow, then as many chunks, and moves the microbatches as little as may be.</summary>
    private ScheduleOptions Nearest(int layers)
    {
        var stages = Math.Clamp(Stages, 1, layers);
        var chunks = Kind == PipelineScheduleKind.Interleaved ? Math.Clamp(Chunks, 1, layers / stages) : 1;
        var microbatches = Math.Max(1, Microbatches);
        if (Kind == PipelineScheduleKind.Interleaved)
        {
            microbatches = Math.Max(1, (int)Math.Round((double)microbatches / stages, MidpointRounding.AwayFromZero)) * stages;
        }

        return this with { Stages = stages, Chunks = chunks, Microbatches = microbatches };
    }

    private static string Count(int count, string one, string? many = null) =>
        Words($"{count} {(count == 1 ? one : many ?? one + "s")}");

    private static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
