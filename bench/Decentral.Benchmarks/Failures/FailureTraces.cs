using System.Collections.Immutable;
using Decentral.Pipeline.Faults;

namespace Decentral.Benchmarks.Failures;

/// <summary>The traces, one file for each hourly probability and seed. What is there is read, what is not is drawn and written.</summary>
internal sealed class FailureTraces(string folder, FailureSetting setting)
{
    public FailureTrace Of(int percent, ulong seed)
    {
        var file = PathOf(percent, seed);
        if (File.Exists(file))
        {
            return FailureTraceText.Read(File.ReadAllText(file), Path.GetFileName(file));
        }

        var trace = Draw(percent, seed);
        Directory.CreateDirectory(folder);
        File.WriteAllText(file, FailureTraceText.Write(
            trace, $"{percent} % an hour and stage, {setting.IterationSeconds} s an iteration, seed {seed}; never two stages side by side at once"));
        return trace;
    }

    /// <summary>That a stage fails in an iteration: as many of these as make an hour fail as often as it is said of an hour.</summary>
    public double ProbabilityOf(int percent) =>
        FailureProbability.PerIteration(percent / 100.0, TimeSpan.FromSeconds(setting.IterationSeconds));

    /// <summary>The stages that a strategy loses as an iteration begins.</summary>
    public static ImmutableArray<int> LostAt(FailureTrace trace, long iteration, FailureStrategy strategy) =>
        [.. trace.LostAt(iteration).Where(stage => strategy.MayLoseEnds || (stage > 0 && stage < trace.StageCount - 1))];

    private FailureTrace Draw(int percent, ulong seed) => FailureTraceGenerator.Draw(new FailureTraceOptions
    {
        StageCount = setting.Stages,
        IterationCount = setting.MostIterations,
        Probability = ProbabilityOf(percent),
        Seed = seed,
    });

    private string PathOf(int percent, ulong seed) => Path.Combine(folder, $"trace-{percent}-seed{seed}.txt");
}
