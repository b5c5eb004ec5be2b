using Decentral.Actors.Hosting;

namespace Decentral.Actors.Nodes.Addressing;

/// <summary>A former actor of this node: what is sent to it becomes a dead letter.</summary>
internal sealed class UnreachableReference(ActorAddress address) : Recipient(address)
{
    public override DeadLetterReason? TryAccept(in Envelope message) => DeadLetterReason.NoReceiver;
}
