using System.Diagnostics;
using Decentral.Cli.Presentation;
using Decentral.Models.Data;
using Decentral.Training.Progress;

namespace Decentral.Cli.Runs;

/// <summary>Tells how the preparation of data goes, where it takes long enough for a person to wonder.</summary>
internal sealed class PreparationNotices(IRunObserver observer, TimeProvider time) : IProgress<DataProgress>
{
    private static readonly TimeSpan BeforeTheFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenTwo = TimeSpan.FromSeconds(10);

    private readonly long _began = time.GetTimestamp();
    private TimeSpan _next = BeforeTheFirst;

    /// <summary>Time since this was made.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_began);

    public void Report(DataProgress value)
    {
        var elapsed = Elapsed;
        if (elapsed >= _next)
        {
            _next = elapsed + BetweenTwo;
            observer.Report(new RunNotice(
                elapsed, $"{InWords(value.Stage)}: {Units.Bytes(value.BytesDone)} of {Units.Bytes(value.BytesTotal)}"));
        }
    }

    private static string InWords(DataStage stage) => stage switch
    {
        DataStage.Identifying => "reading the data, to find their tokens of an earlier run",
        DataStage.Tokenizing => "turning the data into tokens",
        _ => throw new UnreachableException(),
    };
}
