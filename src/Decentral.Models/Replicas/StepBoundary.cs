namespace Decentral.Models.Replicas;

/// <summary>
/// Lets one activity at a time use a replica's memory, so that it is written at step boundaries only. Tensors look at
/// that memory through raw pointers, and a write between a forward pass and its backward pass would go unnoticed by
/// autograd's version counter: it would give a gradient of no parameters at all.
/// </summary>
internal sealed class StepBoundary
{
    private string? _activity;

    /// <summary>Begins an activity; it lasts until what is returned is disposed of.</summary>
    /// <param name="activity">Its name, for the message that whoever comes meanwhile gets.</param>
    /// <exception cref="InvalidOperationException">Another activity has not ended.</exception>
    internal Passage Enter(string activity)
    {
        var other = Interlocked.CompareExchange(ref _activity, activity, null);
        return other is null
            ? new Passage(this)
            : throw new InvalidOperationException(
                $"{activity} was asked of a replica whose {other} has not ended: its memory is used by one thread at " +
                $"a time, and written at step boundaries only. Wait for {other} to return.");
    }

    /// <summary>An activity that lasts.</summary>
    internal readonly ref struct Passage(StepBoundary boundary)
    {
        /// <summary>Ends it.</summary>
        public void Dispose() => Volatile.Write(ref boundary._activity, null);
    }
}
