namespace Decentral.Models.Data;

/// <summary>Counts the bytes that a stage has read and reports now and then.</summary>
internal sealed class ProgressMeter(IProgress<DataProgress>? progress, DataStage stage, long bytesTotal)
{
    private const long ReportEveryBytes = 1 << 22;

    private long _done;
    private long _reported;

    public void Advance(long bytes)
    {
        _done += bytes;
        if (_done - _reported >= ReportEveryBytes)
        {
            Report();
        }
    }

    public void Report()
    {
        _reported = _done;
        progress?.Report(new DataProgress(stage, _done, Math.Max(_done, bytesTotal)));
    }
}
