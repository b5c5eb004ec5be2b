namespace Decentral.Actors.Transfers;

/// <summary>The payload did not arrive and has been released.</summary>
/// <param name="Transfer">What <see cref="IActorContext.Transfer"/> returned.</param>
/// <param name="Reason">In words.</param>
public sealed record TransferFailed(TransferId Transfer, string Reason);
