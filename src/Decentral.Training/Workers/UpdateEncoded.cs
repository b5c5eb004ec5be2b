using Decentral.Actors.Transfers;

namespace Decentral.Training.Workers;

/// <summary>The lane has encoded the update of a round.</summary>
/// <param name="Header">What it is.</param>
/// <param name="Update">The encoded update.</param>
internal sealed record UpdateEncoded(OutgoingHeader Header, Payload Update) : IDisposable
{
    public void Dispose() => Update.Dispose();
}
