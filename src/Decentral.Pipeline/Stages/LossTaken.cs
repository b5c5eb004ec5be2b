using Decentral.Actors.Transfers;
using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Stages;

/// <summary>The lane has taken held-out samples through a chunk.</summary>
/// <param name="Header">Which.</param>
/// <param name="Made">What goes on to the next chunk; null behind the head.</param>
/// <param name="Loss">The mean loss, behind the head.</param>
internal sealed record LossTaken(MeasuredHeader Header, Payload? Made, double Loss) : IDisposable
{
    public void Dispose() => Made?.Dispose();
}
