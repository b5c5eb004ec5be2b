using System.Text.Json;
using Decentral.Storage.Metrics;
using Decentral.Training.Monitoring;
using Decentral.Training.Protocol;

namespace Decentral.Cli.Runs;

/// <summary>The run directory's curves, as the monitor sees them.</summary>
internal sealed class RunMetrics(MetricsFile file) : IMetrics
{
    private Task _written = Task.CompletedTask;

    /// <summary>Ends when everything added is in the file; with the error where it could not be written.</summary>
    public Task Written => _written;

    public void Add(MetricsPoint point)
    {
        file.Append(JsonSerializer.SerializeToUtf8Bytes(point, MetricsJson.Default.MetricsPoint));
        _written = file.Flush();
    }

    public void RollBack(Round toRound) => _written = file.TruncateAfter(toRound.Value);
}
