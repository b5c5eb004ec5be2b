using Decentral.Training.Jobs;

namespace Decentral.Training.Estimates;

/// <summary>What a job will send and take, before anything is trained.</summary>
public sealed class RunEstimate
{
    /// <param name="job">A valid job.</param>
    /// <param name="data">What its data hold.</param>
    public RunEstimate(Job job, DataFacts data)
    {
        Job = job;
        Traffic = new TrafficEstimate(job, data);
        Memory = new MemoryEstimate(job, data);
        TimesLess = Traffic.Turn.Bytes == 0 ? null : ReferenceOf(job, data).Turn.BytesPerToken / Traffic.Turn.BytesPerToken;
    }

    /// <summary>The job.</summary>
    public Job Job { get; }

    /// <summary>What it sends.</summary>
    public TrafficEstimate Traffic { get; }

    /// <summary>What it holds.</summary>
    public MemoryEstimate Memory { get; }

    /// <summary>
    /// How many times as many bytes a token data-parallel training takes in fp32, with the same model and batch; null where nothing is
    /// exchanged.
    /// </summary>
    public double? TimesLess { get; }

    /// <summary>How long its workers wait for their links.</summary>
    /// <param name="stepTime">Of an inner step of a worker; above zero.</param>
    public WaitingEstimate Waiting(TimeSpan stepTime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(stepTime, TimeSpan.Zero);
        return new WaitingEstimate(Job, Traffic, stepTime);
    }

    private static TrafficEstimate ReferenceOf(Job job, DataFacts data) => new(job.With(MethodKind.DataParallel), data);
}
