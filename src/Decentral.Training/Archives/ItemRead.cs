using Decentral.Actors;
using Decentral.Actors.Transfers;

namespace Decentral.Training.Archives;

/// <summary>The archive has read an item.</summary>
/// <param name="Asker">Who wants it.</param>
/// <param name="Request">The request.</param>
/// <param name="Content">The item; null where there is none.</param>
internal sealed record ItemRead(ActorRef Asker, long Request, Payload? Content) : IDisposable
{
    public void Dispose() => Content?.Dispose();
}
