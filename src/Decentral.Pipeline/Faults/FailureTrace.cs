using System.Collections.Immutable;

namespace Decentral.Pipeline.Faults;

/// <summary>
/// Which stages fail when, as a value and as a text, so that methods of recovery are compared on the same failures.
/// <see cref="FailureTraceText"/> has the format.
/// </summary>
public sealed class FailureTrace
{
    /// <summary>The most stages of a pipeline.</summary>
    public const int MaxStages = 4096;

    /// <summary>The most iterations.</summary>
    public const long MaxIterations = 1L << 40;

    /// <param name="stageCount">1 to <see cref="MaxStages"/>.</param>
    /// <param name="iterationCount">0 to <see cref="MaxIterations"/>.</param>
    /// <param name="failures">Rising by iteration, then by stage; none twice.</param>
    /// <exception cref="ArgumentException">
    /// They do not rise, or one is of no stage or iteration of the trace.
    /// </exception>
    public FailureTrace(int stageCount, long iterationCount, ImmutableArray<StageFailure> failures)
    {
        RequireSize(stageCount, iterationCount);
        StageCount = stageCount;
        IterationCount = iterationCount;
        Failures = failures;
        for (var index = 0; index < failures.Length; index++)
        {
            StageFailure? before = index == 0 ? null : failures[index - 1];
            if (FindMistake(stageCount, iterationCount, failures[index], before) is { } mistake)
            {
                throw new ArgumentException($"Failure {index}: {mistake}", nameof(failures));
            }
        }
    }

    /// <summary>Stages of the pipeline.</summary>
    public int StageCount { get; }

    /// <summary>Iterations that the trace covers.</summary>
    public long IterationCount { get; }

    /// <summary>By iteration, then by stage.</summary>
    public ImmutableArray<StageFailure> Failures { get; }

    /// <summary>The stages that are lost as an iteration begins, rising; in O(log n).</summary>
    public ImmutableArray<int> LostAt(long iteration)
    {
        var found = Failures.BinarySearch(new StageFailure(iteration, -1));
        var lost = Failures.Skip(~found).TakeWhile(failure => failure.Iteration == iteration);
        return [.. lost.Select(failure => failure.Stage)];
    }

    /// <summary>Whether two stages side by side are ever lost at once, which CheckFree cannot survive.</summary>
    public bool HasAdjacentFailures => Failures.Zip(Failures.Skip(1)).Any(
        pair => pair.First.Iteration == pair.Second.Iteration && pair.First.Stage + 1 == pair.Second.Stage);

    /// <summary>Refuses what no trace can have.</summary>
    internal static void RequireSize(int stageCount, long iterationCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stageCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stageCount, MaxStages);
        ArgumentOutOfRangeException.ThrowIfNegative(iterationCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(iterationCount, MaxIterations);
    }

    /// <summary>Why a failure cannot stand after another in a trace; null where it can.</summary>
    internal static string? FindMistake(int stageCount, long iterationCount, StageFailure failure, StageFailure? before)
    {
        if (failure.Iteration < 0 || failure.Iteration >= iterationCount)
        {
            return $"found iteration {failure.Iteration}, expected one of the {iterationCount}, from 0.";
        }

        if (failure.Stage < 0 || failure.Stage >= stageCount)
        {
            return $"found stage {failure.Stage}, expected one of the {stageCount}, from 0.";
        }

        return before is { } earlier && earlier.CompareTo(failure) >= 0
            ? $"found '{failure}' after '{earlier}', expected failures to rise by iteration, then by stage."
            : null;
    }
}
