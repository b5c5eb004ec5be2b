using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>The lane has copied the shared state for somebody.</summary>
/// <param name="Receiver">For whom.</param>
/// <param name="Header">What it is.</param>
/// <param name="State">The state.</param>
internal sealed record StateExported(ActorRef Receiver, SharedStateHeader Header, Payload State) : IDisposable
{
    public void Dispose() => State.Dispose();
}
