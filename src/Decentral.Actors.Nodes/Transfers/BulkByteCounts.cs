namespace Decentral.Actors.Nodes.Transfers;

/// <summary>Bytes of bulk data between nodes, by the way they went; what goes from a hub or to it has only one.</summary>
/// <param name="Direct">Sent or received over links between two nodes.</param>
/// <param name="Relayed">Sent or received by way of the hub, or passed on by this hub.</param>
public readonly record struct BulkByteCounts(long Direct, long Relayed);
