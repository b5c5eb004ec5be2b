using System.Text;
using Decentral.Benchmarks.Failures;
using Decentral.Pipeline.Faults;

namespace Decentral.Benchmarks.Tests.Failures;

/// <summary>A pipeline of six stages that takes no time to speak of.</summary>
internal static class SmallSetting
{
    public static FailureSetting Setting { get; } = new()
    {
        Width = 8,
        Heads = 2,
        Context = 6,
        SamplesPerMicrobatch = 1,
        Steps = 12,
        MostIterations = 40,
        WarmupSteps = 2,
        EvaluateEvery = 3,
        HeldOutWindows = 4,
    };

    public static byte[] Text { get; } = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 400).Select(index => $"{index * index} ")));

    public static FailureTrace Trace(params (long Iteration, int Stage)[] failures) => new(
        Setting.Stages, Setting.MostIterations, [.. failures.Select(failure => new StageFailure(failure.Iteration, failure.Stage))]);

    public static FailureRun Run(FailureStrategy strategy, FailureTrace? trace) =>
        new StruckPipeline(Setting, new FailureCell(strategy, 10, 1), trace, new FailureText(Text, Setting.Context)).Run();
}
