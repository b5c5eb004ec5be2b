using Decentral.Training.Progress;

namespace Decentral.Cli.Tests.Runs;

/// <summary>Asks a run to stop when something happens in it.</summary>
internal sealed class StoppingObserver(IRunObserver inner, Func<RunEvent, bool> isTime, Action stop) : IRunObserver
{
    public void Report(RunProgress progress) => inner.Report(progress);

    public void Report(RunEvent happened)
    {
        inner.Report(happened);
        if (isTime(happened))
        {
            stop();
        }
    }
}
