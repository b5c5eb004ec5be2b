using Decentral.Training.Progress;

namespace Decentral.Cli.Runs;

/// <summary>Passes on what is reported by a part of a start that began some time after it.</summary>
internal sealed class LaterObserver(IRunObserver observer, TimeSpan began) : IRunObserver
{
    public void Report(RunProgress progress) => observer.Report(progress with { Elapsed = began + progress.Elapsed });

    public void Report(RunEvent happened) => observer.Report(happened with { Elapsed = began + happened.Elapsed });
}
