namespace Decentral.Benchmarks.Failures;

/// <summary>
/// What everything takes in the setting that is meant, CheckFree's medium model (arXiv:2506.15461): 500 million parameters in 6 stages on
/// machines in several regions. Where the paper has a figure it is taken; the rest is stated as assumed.
/// </summary>
internal sealed record ClockOptions
{
    /// <summary>An iteration and nothing else, with its passes, links and bubble: CheckFree's at 5 and 10 % in the paper's table.</summary>
    public const double MeasuredIterationSeconds = 91.32;

    private const double RedundantIterationSeconds = 151.04;
    private const double CheckpointedIterationSeconds = 91.35;
    private const int CheckpointInterval = 100;

    public TimeSpan Iteration { get; init; } = TimeSpan.FromSeconds(MeasuredIterationSeconds);

    /// <summary>What computing a neighbour's part too makes of an iteration: the same table's.</summary>
    public double RedundantFactor { get; init; } = RedundantIterationSeconds / MeasuredIterationSeconds;

    /// <summary>Until another machine has a lost stage's place and state: "about 30 s" in the paper, charged to every strategy.</summary>
    public TimeSpan Recovery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What a checkpoint holds a run up for: in the table each iteration is 0.03 s longer with one every 100.</summary>
    public TimeSpan CheckpointWrite { get; init; } =
        TimeSpan.FromSeconds((CheckpointedIterationSeconds - MeasuredIterationSeconds) * CheckpointInterval);

    /// <summary>What all stages take to read one again, on top of <see cref="Recovery"/>; assumed to be what it takes to write one.</summary>
    public TimeSpan CheckpointRead { get; init; } =
        TimeSpan.FromSeconds((CheckpointedIterationSeconds - MeasuredIterationSeconds) * CheckpointInterval);

    /// <summary>Of the medium model.</summary>
    public double Parameters { get; init; } = 500e6;

    /// <summary>Of the medium model.</summary>
    public int Stages { get; init; } = 6;

    /// <summary>A value and two moments in fp32.</summary>
    public double BytesPerParameter { get; init; } = 12;

    /// <summary>Of a link between two regions; assumed: 500 Mbit/s, as SWARM has it (arXiv:2301.11913).</summary>
    public double LinkBytesPerSecond { get; init; } = 62.5e6;

    /// <summary>A stage's state on its way to its buddy.</summary>
    public TimeSpan BuddyCopy => TimeSpan.FromSeconds(Parameters * BytesPerParameter / Stages / LinkBytesPerSecond);
}
