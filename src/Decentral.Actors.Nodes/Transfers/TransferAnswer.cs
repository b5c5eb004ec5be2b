namespace Decentral.Actors.Nodes.Transfers;

/// <summary>What a receiving node says to an offer or a chunk.</summary>
/// <param name="Kind">Which answer.</param>
/// <param name="Offset">Where the sender is to go on; for <see cref="TransferAnswerKind.Accept"/>.</param>
/// <param name="Reason">Why it is refused; for <see cref="TransferAnswerKind.Refuse"/>.</param>
/// <param name="Words">The same in words.</param>
internal readonly record struct TransferAnswer(
    TransferAnswerKind Kind, long Offset = 0, DeadLetterReason Reason = default, string Words = "");
