namespace Decentral.Models.Replicas;

/// <summary>
/// Lets one activity at a time use a replica's memory, so that it is written at step boundaries only. Tensors look at
/// that memory through raw pointers, and a write between a forward pass and its backward pass would go unnoticed by
/// autograd's version counter: it would give a gradient of no parameters at all. What a pass does not write may be read
/// beside it.
/// </summary>
internal sealed class StepBoundary
{
    private string? _activity;
    private int _writes;
    private int _readers;

    /// <summary>Begins an activity that leaves parameters and moments as they are; it lasts until what is returned is disposed of.</summary>
    /// <param name="activity">Its name, for the message that whoever comes meanwhile gets.</param>
    /// <exception cref="InvalidOperationException">Another activity has not ended.</exception>
    internal Passage Enter(string activity)
    {
        var other = Interlocked.CompareExchange(ref _activity, activity, null);
        return other is null ? new Passage(this) : throw Refusal(activity, other);
    }

    /// <summary>The same of one that changes parameters or moments.</summary>
    /// <inheritdoc cref="Enter"/>
    internal Passage EnterToWrite(string activity)
    {
        var passage = Enter(activity);
        Interlocked.Exchange(ref _writes, 1);
        if (Volatile.Read(ref _readers) == 0)
        {
            return passage;
        }

        passage.Dispose();
        throw Refusal(activity, "reading");
    }

    /// <summary>Begins to read parameters or moments beside whatever leaves them as they are.</summary>
    /// <param name="activity">Its name.</param>
    /// <exception cref="InvalidOperationException">They are being changed.</exception>
    internal Reading EnterBeside(string activity)
    {
        Interlocked.Increment(ref _readers);
        if (Volatile.Read(ref _writes) == 0)
        {
            return new Reading(this);
        }

        Interlocked.Decrement(ref _readers);
        throw Refusal(activity, Volatile.Read(ref _activity) ?? "write");
    }

    private static InvalidOperationException Refusal(string activity, string other) => new(
        $"{activity} was asked of a replica whose {other} has not ended: its memory is used by one thread at " +
        $"a time, and written at step boundaries only. Wait for {other} to return.");

    /// <summary>An activity that lasts.</summary>
    internal readonly ref struct Passage(StepBoundary boundary)
    {
        /// <summary>Ends it.</summary>
        public void Dispose()
        {
            Volatile.Write(ref boundary._writes, 0);
            Volatile.Write(ref boundary._activity, null);
        }
    }

    /// <summary>A reading that lasts.</summary>
    internal readonly ref struct Reading(StepBoundary boundary)
    {
        /// <summary>Ends it.</summary>
        public void Dispose() => Interlocked.Decrement(ref boundary._readers);
    }
}
