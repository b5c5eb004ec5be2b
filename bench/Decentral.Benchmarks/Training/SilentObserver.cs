using Decentral.Training.Progress;

namespace Decentral.Benchmarks.Training;

/// <summary>Shows nothing: what a terminal costs is not the runtime's.</summary>
internal sealed class SilentObserver : IRunObserver
{
    public void Report(RunProgress progress)
    {
    }

    public void Report(RunEvent happened)
    {
    }
}
