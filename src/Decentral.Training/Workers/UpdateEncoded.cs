using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>The lane has encoded the contribution of a round.</summary>
/// <param name="Round">The round.</param>
/// <param name="Update">The encoded update.</param>
/// <param name="Base">Of what the update is based on; null where that is not compared.</param>
internal sealed record UpdateEncoded(Round Round, Payload Update, ReplicaDigest? Base) : IDisposable
{
    public void Dispose() => Update.Dispose();
}
