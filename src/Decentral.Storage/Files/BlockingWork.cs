namespace Decentral.Storage.Files;

/// <summary>Work that waits for the disk, on a thread of its own rather than one of the pool's few.</summary>
internal static class BlockingWork
{
    public static Task Run(Action work) => Run(() =>
    {
        work();
        return true;
    });

    public static Task<TResult> Run<TResult>(Func<TResult> work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
