using System.Collections.Immutable;
using Decentral.Pipeline.Planning;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Tests.Planning;

/// <summary>Models and members that tests plan for.</summary>
internal static class Worlds
{
    /// <summary>Equal layers of a second a microbatch, without embedding, head and transfers.</summary>
    public static ModelCosts EvenModel(int layers, long stateBytes = 100, long activationBytes = 10, long boundaryBytes = 0) => new(
        [.. Enumerable.Repeat(new LayerCost(1.0 / 3, 2.0 / 3, stateBytes, activationBytes), layers)], default, default, boundaryBytes);

    public static ImmutableArray<PipelineMember> WithSpeeds(params int[] speeds) =>
        [.. speeds.Select((speed, i) => new PipelineMember { Name = $"m{i}", Speed = speed })];

    public static ImmutableArray<PipelineMember> WithMemories(params long[] memories) =>
        [.. memories.Select((memory, i) => new PipelineMember { Name = $"m{i}", Memory = memory })];

    public static ModelCosts AnyModel(Random random, int layers) => new(
        [.. Enumerable.Range(0, layers).Select(_ => AnyLayer(random))], AnyLayer(random), AnyLayer(random), random.Next(100));

    public static ImmutableArray<PipelineMember> AnyMembers(Random random, int count, int kinds)
    {
        PipelineMember[] known =
        [
            .. Enumerable.Range(0, kinds).Select(_ => new PipelineMember
            {
                Name = "",
                Speed = 1 + random.Next(8),
                Memory = 150 + random.Next(800),
                Link = new MemberLink(10 + random.Next(200), TimeSpan.FromMilliseconds(random.Next(300))),
                Group = random.Next(3) is var group && group < 2 ? group : null,
                GroupLink = new MemberLink(1000, TimeSpan.FromMilliseconds(1)),
            }),
        ];
        return [.. Enumerable.Range(0, count).Select(i => known[random.Next(kinds)] with { Name = $"m{i}" })];
    }

    public static PlanOptions AnyOptions(Random random, int? stages = null) => new()
    {
        Schedule = random.Next(2) == 0 ? PipelineScheduleKind.Gpipe : PipelineScheduleKind.OneForwardOneBackward,
        Microbatches = 1 + random.Next(6),
        Stages = stages,
    };

    private static LayerCost AnyLayer(Random random) =>
        new(random.NextDouble(), 2 * random.NextDouble(), 20 + random.Next(100), random.Next(20));
}
