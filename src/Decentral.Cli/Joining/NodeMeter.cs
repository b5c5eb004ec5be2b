using System.Text.Json;
using Decentral.Actors.Compute;
using Decentral.Cli.Presentation;
using Decentral.Cli.Runs;
using Decentral.Files;
using Decentral.Models;
using Decentral.Training.Archives;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;

namespace Decentral.Cli.Joining;

/// <summary>
/// Measures a node before it takes part, and keeps what it found: the link for a day, a job's step for a week.
/// </summary>
/// <param name="folder">Where it is kept: the node's own for one hub.</param>
/// <param name="policy">What the machine's owner lends.</param>
/// <param name="view">Is told.</param>
/// <param name="time">The clock.</param>
internal sealed class NodeMeter(string folder, NodePolicy policy, INodeView view, TimeProvider time)
{
    private const string FileName = "measures.json";
    private static readonly TimeSpan LinkCounts = TimeSpan.FromDays(1);
    private static readonly TimeSpan StepCounts = TimeSpan.FromDays(7);

    private readonly string _path = Path.Combine(folder, FileName);

    /// <summary>
    /// Measures the link and a step of the job, or takes what was measured not long ago. Of a job in stages no step is measured: the whole
    /// model may be more than this node can hold.
    /// </summary>
    /// <param name="archive">At the other end of the link.</param>
    /// <param name="job">The job.</param>
    /// <param name="jobDigest">What tells it from others.</param>
    /// <param name="lane">A lane of this node, with nothing to do.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<NodeMeasures> MeasureAsync(
        RemoteArchive archive,
        TrainableJob job,
        ContentDigest jobDigest,
        IComputeLane lane,
        CancellationToken cancellationToken)
    {
        var known = Read();
        var link = await MeasureLink(known, archive, cancellationToken);
        var step = StagedJob.Is(job.Job)
            ? null
            : await MeasureStep(known, job, $"{jobDigest}-{job.Device}-{job.Job.Compute.Threads}", lane, cancellationToken);
        if (step is not null)
        {
            known.Steps[step.Of] = step;
        }

        Write(known with { Link = link });
        return new NodeMeasures(
            job.Device == "cuda" ? DeviceKind.Cuda : DeviceKind.Cpu,
            policy.MemoryHere,
            step?.Seconds ?? 0,
            link.RoundTripSeconds,
            link.Downlink,
            link.Uplink);
    }

    private async Task<KeptLink> MeasureLink(KeptMeasures known, RemoteArchive archive, CancellationToken cancellationToken)
    {
        var limits = $"{policy.Uplink}-{policy.Downlink}";
        if (known.Link is { } kept && kept.Of == limits && time.GetUtcNow() - kept.At < LinkCounts)
        {
            return kept;
        }

        LinkMeasure link;
        try
        {
            link = await archive.Measure(time).WaitAsync(cancellationToken);
        }
        catch (LinkNotMeasuredException error)
        {
            view.Say($"the link was not measured: {error.Message}", isWarning: true);
            return new KeptLink(limits, DateTimeOffset.MinValue, 0, 0, 0);
        }

        view.Say($"link: {link.RoundTrip.TotalMilliseconds:0} ms, {Units.Bytes(link.Downlink)}/s down, {Units.Bytes(link.Uplink)}/s up");
        return new KeptLink(limits, time.GetUtcNow(), link.RoundTrip.TotalSeconds, link.Downlink, link.Uplink);
    }

    private async Task<KeptStep> MeasureStep(
        KeptMeasures known, TrainableJob job, string key, IComputeLane lane, CancellationToken cancellationToken)
    {
        if (known.Steps.TryGetValue(key, out var kept) && time.GetUtcNow() - kept.At < StepCounts)
        {
            return kept;
        }

        var seconds = await lane.Run(default, () => StepMeter.Measure(job, time, cancellationToken)).WaitAsync(cancellationToken);
        view.Say($"speed: {Units.Count(job.Job.TokensPerStep / seconds)} tokens/s a worker on {job.Device}");
        return new KeptStep(key, time.GetUtcNow(), seconds);
    }

    /// <summary>What is damaged, or of another version, is measured again.</summary>
    private KeptMeasures Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(_path), KeptMeasuresJson.Default.KeptMeasures) ?? new KeptMeasures();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return new KeptMeasures();
        }
    }

    private void Write(KeptMeasures measures)
    {
        foreach (var (key, step) in measures.Steps.ToArray())
        {
            if (time.GetUtcNow() - step.At >= StepCounts)
            {
                measures.Steps.Remove(key);
            }
        }

        Directory.CreateDirectory(folder);
        AtomicFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(measures, KeptMeasuresJson.Default.KeptMeasures));
    }
}
