namespace Decentral.Training.Workers;

/// <summary>The model is ready.</summary>
/// <param name="Progress">What the worker was about when it was saved.</param>
internal sealed record ModelBuilt(WorkerProgress Progress) : IDisposable
{
    public void Dispose() => Progress.Dispose();
}
