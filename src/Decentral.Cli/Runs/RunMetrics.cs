using System.Text.Json;
using Decentral.Storage.Metrics;
using Decentral.Training.Monitoring;
using Decentral.Training.Protocol;

namespace Decentral.Cli.Runs;

/// <summary>The run directory's curves, as the monitor sees them.</summary>
internal sealed class RunMetrics(MetricsFile file, DiskWatch disk) : IMetrics
{
    private Task _written = Task.CompletedTask;

    /// <summary>Ends when everything added is in the file; with the error where it could not be written.</summary>
    public Task Written => _written;

    public void Add(MetricsPoint point)
    {
        file.Append(JsonSerializer.SerializeToUtf8Bytes(point, MetricsJson.Default.MetricsPoint));
        _written = After(_written, disk.Watch(file.Flush()));
    }

    public void RollBack(Round toRound) => _written = After(_written, disk.Watch(file.TruncateAfter(toRound.Value)));

    private static async Task After(Task earlier, Task later)
    {
        await earlier;
        await later;
    }
}
