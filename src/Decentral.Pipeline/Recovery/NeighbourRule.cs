using System.Collections.Immutable;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Recovery;

/// <summary>
/// Which layers replace those of a lost stage (CheckFree and CheckFree+, arXiv:2506.15461). In stages of one size,
/// the j-th layer of a stage is made of the j-th layers of the stages beside it. Two lost stages side by side are
/// beyond it.
/// </summary>
/// <remarks>
/// Deviations. In stages of different sizes, which the paper excludes, the j-th layers have no counterparts: every lost
/// layer is made of the nearest one on each side, since layers of a residual model resemble those next to them most.
/// The released code of CheckFree+ also replaces a lost second stage by the first, and a lost last but one by the last;
/// here, as in the paper's text, these are averages.
/// </remarks>
internal static class NeighbourRule
{
    /// <summary>Decides for one stage.</summary>
    /// <param name="layersOfStages">
    /// How many layers each stage holds, in the order of the model; each at least 1.
    /// </param>
    /// <param name="lost">The stages whose layers nobody has, <paramref name="stage"/> among them.</param>
    /// <param name="stage">The one to rebuild.</param>
    /// <param name="kind">What is allowed.</param>
    internal static NeighbourPlan Decide(
        ImmutableArray<int> layersOfStages, ImmutableSortedSet<int> lost, int stage, NeighbourKind kind)
    {
        RequireStage(layersOfStages, lost, stage);
        if (FindObstacle(layersOfStages.Length, lost, stage, kind) is { } obstacle)
        {
            return NeighbourPlan.Impossible(obstacle);
        }

        int? before = stage > 0 ? stage - 1 : null;
        int? after = stage < layersOfStages.Length - 1 ? stage + 1 : null;
        return Plan(layersOfStages, stage, before, after);
    }

    private static string? FindObstacle(int stageCount, ImmutableSortedSet<int> lost, int stage, NeighbourKind kind)
    {
        if (kind == NeighbourKind.None)
        {
            return $"Stage {stage} is not made from its neighbours: the run does not allow it.";
        }

        if (stageCount == 1)
        {
            return $"Stage {stage} has no neighbours: it is the only one.";
        }

        if (kind == NeighbourKind.CheckFree && (stage == 0 || stage == stageCount - 1))
        {
            return $"Stage {stage} is the {(stage == 0 ? "first" : "last")} of {stageCount}: CheckFree averages two "
                + "neighbours, and it has one. CheckFree+ would copy that.";
        }

        return Beside(stageCount, stage).Where(lost.Contains).Select(other =>
            $"Stage {stage} cannot be made from its neighbours: stage {other} beside it is lost too.").FirstOrDefault();
    }

    private static IEnumerable<int> Beside(int stageCount, int stage) =>
        new[] { stage - 1, stage + 1 }.Where(other => other >= 0 && other < stageCount);

    private static NeighbourPlan Plan(ImmutableArray<int> layersOfStages, int stage, int? before, int? after)
    {
        var count = layersOfStages[stage];
        var isAligned = HasAsMany(before) && HasAsMany(after);
        var first = layersOfStages.Take(stage).Sum();
        var layers = Enumerable.Range(first, count).Select(layer => new LayerSources(
            layer,
            before is null ? null : isAligned ? layer - count : first - 1,
            after is null ? null : isAligned ? layer + count : first + count));
        return new NeighbourPlan([.. layers], Describe(stage, before, after, isAligned));

        bool HasAsMany(int? other) => other is null || layersOfStages[other.Value] == count;
    }

    private static string Describe(int stage, int? before, int? after, bool isAligned)
    {
        var which = isAligned ? "the layers in the same places" : "the nearest layers, as the stages differ in size,";
        return before is not null && after is not null
            ? $"Stage {stage} becomes the average of {which} of stages {before} and {after}."
            : $"Stage {stage} becomes a copy of {which} of stage {before ?? after}.";
    }

    private static void RequireStage(ImmutableArray<int> layersOfStages, ImmutableSortedSet<int> lost, int stage)
    {
        if (layersOfStages.Any(count => count < 1))
        {
            throw new ArgumentException(
                $"Every stage holds a layer at least; these hold {string.Join(", ", layersOfStages)}.",
                nameof(layersOfStages));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(stage);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(stage, layersOfStages.Length);
        if (!lost.Contains(stage))
        {
            throw new ArgumentException($"Stage {stage} is not among the lost ones.", nameof(lost));
        }
    }
}
