using Decentral.Actors;

namespace Decentral.EndToEnd.Nodes;

/// <summary>Which bulk data.</summary>
/// <param name="Sender">The node that sends it.</param>
/// <param name="Incarnation">Of that node.</param>
/// <param name="Number">Drawn by it.</param>
internal readonly record struct TappedTransfer(NodeId Sender, long Incarnation, long Number);
