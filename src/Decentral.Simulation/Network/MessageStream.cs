namespace Decentral.Simulation.Network;

/// <summary>What one sender tells one receiver: no two arrive at one instant, and none before an earlier one.</summary>
internal sealed class MessageStream
{
    private static readonly TimeSpan Apart = new(1);

    private DateTimeOffset _last;

    /// <summary>The time nearest to the wanted one that keeps the order.</summary>
    public DateTimeOffset After(DateTimeOffset wanted) => _last = wanted > _last ? wanted : _last + Apart;
}
