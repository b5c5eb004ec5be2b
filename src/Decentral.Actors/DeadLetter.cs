namespace Decentral.Actors;

/// <summary>A message that reached nobody.</summary>
/// <param name="Receiver">Whom it was for.</param>
/// <param name="Sender">Who told it.</param>
/// <param name="Message">The message; disposed of right after whoever observes it returns.</param>
/// <param name="Reason">Why it reached nobody.</param>
public readonly record struct DeadLetter(ActorRef Receiver, ActorRef Sender, object Message, DeadLetterReason Reason);
