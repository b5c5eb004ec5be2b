namespace Decentral.Actors.EventSourcing;

internal readonly record struct StashedCommand<TCommand>(TCommand Command, ActorRef Sender);
