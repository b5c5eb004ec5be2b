namespace Decentral.Actors.Hosting;

/// <summary>
/// What an engine tells a cell: it waits its turn among the messages, so that it comes after all that was sent before it,
/// and it never counts against the bound of the mailbox.
/// </summary>
public abstract class Signal
{
    private protected Signal()
    {
    }

    internal abstract ulong TraceId { get; }

    /// <summary>The cell has ended and takes nothing more: frees what the signal holds, answers whoever waits for it.</summary>
    public abstract void Refuse();

    internal abstract void Apply(ActorCell cell);
}
