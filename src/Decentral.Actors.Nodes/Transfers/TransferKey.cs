namespace Decentral.Actors.Nodes.Transfers;

/// <summary>One transfer between two nodes.</summary>
/// <param name="Incarnation">Of the node that sends.</param>
/// <param name="Number">Counts the transfers of that incarnation.</param>
internal readonly record struct TransferKey(long Incarnation, long Number);
