using Decentral.Actors.EventSourcing;
using Decentral.Storage;

namespace Decentral.Cli.Runs;

/// <summary>
/// Sees whatever a run writes into its directory. The first failure ends the run, which can be resumed: parts that are
/// made anew, as after other faults, would fail on a full disk in the same way, again and again.
/// </summary>
internal sealed class DiskWatch
{
    private readonly TaskCompletionSource _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the first failure, and never without one.</summary>
    public Task Failure => _failure.Task;

    /// <summary>Waits for something that is being written or read.</summary>
    public async Task<T> Watch<T>(Task<T> work)
    {
        try
        {
            return await work;
        }
        catch (Exception error) when (error
            is StorageException or JournalException or IOException or UnauthorizedAccessException)
        {
            Report(error);
            throw;
        }
    }

    /// <inheritdoc cref="Watch{T}"/>
    public Task Watch(Task work) => Watch(Completed(work));

    /// <summary>Something failed.</summary>
    public void Report(Exception error) => _failure.TrySetException(error);

    private static async Task<bool> Completed(Task work)
    {
        await work;
        return true;
    }
}
