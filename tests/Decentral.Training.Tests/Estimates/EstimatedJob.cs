using Decentral.Training.Jobs;
using Decentral.Training.Tests.Fleet;

namespace Decentral.Training.Tests.Estimates;

/// <summary>The job that a run of the tests' tiny decoder would be.</summary>
internal static class EstimatedJob
{
    /// <summary>As many tokens as the tiny decoder knows; how many there are to train on does not matter.</summary>
    public static DataFacts Facts { get; } = new(TrainingTokens: 0, HeldOutTokens: 0, Vocabulary: 32);

    /// <summary>The same model, workers, schedule and budget; codecs and outer optimizer are those of the method.</summary>
    public static Job Of(FleetOptions fleet, UpdateKind update) => new Job
    {
        Workers = fleet.Workers,
        Model = new ModelOptions { Layers = 2, Width = 16, Heads = 2, Context = fleet.Context },
        Inner = new InnerOptions { Batch = fleet.SamplesPerStep, Steps = checked((int)fleet.Rounds * fleet.StepsPerRound), Warmup = 0 },
        Update = new UpdateOptions { Kind = update },
        Sync = new SyncOptions
        {
            Every = fleet.Schedule.Every,
            Fragments = fleet.Fragments,
            Overlap = fleet.Overlap,
            Mixing = fleet.Mixing,
        },
    };
}
