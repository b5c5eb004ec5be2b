using Decentral.Actors;
using Decentral.Actors.Hosting;
using Decentral.Simulation.Nodes;
using Decentral.Simulation.Time;

namespace Decentral.Simulation.Network;

/// <summary>A message or a signal on its way to another node.</summary>
internal sealed class Delivery(
    SimulatedActorSystem origin, SimulatedActorSystem destination, ActorRef receiver, MessageStream stream, Envelope content)
    : TimedEvent
{
    public MessageStream Stream => stream;

    public override ulong TraceId => content.TraceId ^ destination.TraceId;

    public override void Happen() => destination.Standstill.WhenAwake(Arrive);

    private void Arrive()
    {
        if (!destination.IsAlive)
        {
            Discard();
        }
        else if (content.Type is null)
        {
            ((SimulatedActorReference)receiver).Cell.Post((Signal)content.Carried);
        }
        else if (destination.Cluster.HasLost(origin))
        {
            destination.DeadLetterOffice.Take(content, receiver, DeadLetterReason.Lost);
        }
        else
        {
            destination.Network.Accept(receiver, content);
        }
    }

    private void Discard()
    {
        if (content.Type is null)
        {
            ((Signal)content.Carried).Refuse();
        }
        else
        {
            origin.DeadLetterOffice.Take(content, receiver, DeadLetterReason.Lost);
        }
    }
}
