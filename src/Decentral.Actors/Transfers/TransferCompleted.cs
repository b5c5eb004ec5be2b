namespace Decentral.Actors.Transfers;

/// <summary>The peer's engine holds the whole payload. That the peer acted on it, only the peer can say.</summary>
/// <param name="Transfer">What <see cref="IActorContext.Transfer"/> returned.</param>
public readonly record struct TransferCompleted(TransferId Transfer);
