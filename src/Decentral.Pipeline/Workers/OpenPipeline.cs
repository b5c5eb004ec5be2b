using Decentral.Training.Workers;

namespace Decentral.Pipeline.Workers;

/// <summary>Begin, or go on where the stages are or a snapshot is.</summary>
/// <param name="Parts">What the newest snapshot has of the worker.</param>
/// <param name="Opened">Ends when all have their stages.</param>
internal sealed record OpenPipeline(PartsRead Parts, TaskCompletionSource<ModelMemo> Opened) : IDisposable
{
    public void Dispose() => Parts.Dispose();
}
