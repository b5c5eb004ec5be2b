using System.Threading.Channels;

namespace Decentral.Actors.Nodes.Links;

/// <summary>
/// Wakes the one who waits. Any number of sets before it wakes are one; whoever wakes looks for everything that there
/// is to do. Nothing to dispose of: it may be set when nobody waits any more.
/// </summary>
internal sealed class AsyncSignal
{
    private readonly Channel<bool> _set = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>From any thread.</summary>
    public void Set() => _set.Writer.TryWrite(true);

    /// <summary>Waits until it is set, and unsets it.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken) =>
        await _set.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
}
