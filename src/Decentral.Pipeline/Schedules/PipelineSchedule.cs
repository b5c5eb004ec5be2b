using System.Collections.Immutable;
using System.Diagnostics;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Schedules;

/// <summary>The programs of the stages of a schedule, which depend on nothing but its numbers.</summary>
public static class PipelineSchedule
{
    /// <summary>The program of each stage.</summary>
    /// <exception cref="ArgumentException">There is no such schedule; the message says why, and which is nearest.</exception>
    public static ImmutableArray<StageProgram> Build(ScheduleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Check() is { } problem
            ? throw new ArgumentException(problem.ToString(), nameof(options))
            : [.. Enumerable.Range(0, options.Stages).Select(stage => new StageProgram(stage, [.. PassesOf(options, stage)]))];
    }

    private static IEnumerable<Pass> PassesOf(ScheduleOptions options, int stage)
    {
        var (forward, backward) = options.Kind == PipelineScheduleKind.Interleaved
            ? (Interleave(options, stage, PassKind.Forward), Interleave(options, stage, PassKind.Backward))
            : (InTurn(options, stage, PassKind.Forward), InTurn(options, stage, PassKind.Backward));
        return Alternate(forward, backward, Math.Min(WarmUp(options, stage), forward.Length));
    }

    /// <summary>Forward passes before the first that a backward pass follows.</summary>
    /// <remarks>
    /// Interleaved as in Megatron-LM's schedules.py, which in the special case of as many microbatches as stages warms up with all;
    /// this needs no special case, and holds fewer.
    /// </remarks>
    private static int WarmUp(ScheduleOptions options, int stage) => options.Kind switch
    {
        PipelineScheduleKind.Gpipe => options.Microbatches,
        PipelineScheduleKind.OneForwardOneBackward => options.Stages - 1 - stage,
        PipelineScheduleKind.Interleaved => ((options.Stages - stage - 1) * 2) + ((options.Chunks - 1) * options.Stages),
        _ => throw new UnreachableException(),
    };

    private static IEnumerable<Pass> Alternate(Pass[] forward, Pass[] backward, int warmUp)
    {
        var pairs = forward.Skip(warmUp).Zip(backward).SelectMany(pair => (Pass[])[pair.First, pair.Second]);
        return [.. forward.Take(warmUp), .. pairs, .. backward.Skip(forward.Length - warmUp)];
    }

    private static Pass[] InTurn(ScheduleOptions options, int stage, PassKind kind) =>
        [.. Enumerable.Range(0, options.Microbatches).Select(microbatch => new Pass(kind, microbatch, stage))];

    /// <summary>As many microbatches as stages through one chunk, the same through the next, and so on; backward from the last chunk.</summary>
    private static Pass[] Interleave(ScheduleOptions options, int stage, PassKind kind) =>
        [.. Enumerable.Range(0, options.Microbatches * options.Chunks).Select(turn => TurnOf(options, stage, kind, turn))];

    private static Pass TurnOf(ScheduleOptions options, int stage, PassKind kind, int turn)
    {
        var (group, inGroup) = Math.DivRem(turn, options.AllChunks);
        var (chunk, microbatch) = Math.DivRem(inGroup, options.Stages);
        var own = kind == PassKind.Forward ? chunk : options.Chunks - 1 - chunk;
        return new Pass(kind, (group * options.Stages) + microbatch, (own * options.Stages) + stage);
    }
}
