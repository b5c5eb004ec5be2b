using Decentral.Wire.Formats;

namespace Decentral.Actors.Nodes.Transfers;

/// <summary>A node would like to send bulk data.</summary>
/// <param name="Key">Which transfer of it.</param>
/// <param name="Receiver">For whom.</param>
/// <param name="Sender">From whom.</param>
/// <param name="Format">Of its header.</param>
/// <param name="Header">The header's bytes.</param>
/// <param name="Length">Of the payload, in bytes.</param>
internal sealed record TransferOffer(
    TransferKey Key, ActorRef Receiver, ActorRef Sender, MessageFormat Format, ReadOnlyMemory<byte> Header, int Length);
