namespace Decentral.Actors.Nodes.Transfers;

/// <summary>A piece to be sent now. Whoever took it releases the transfer when it has been sent.</summary>
/// <param name="Transfer">Of which transfer; held.</param>
/// <param name="Offset">From its start.</param>
/// <param name="Bytes">The piece.</param>
internal readonly record struct OutgoingChunk(OutgoingTransfer Transfer, long Offset, ReadOnlyMemory<byte> Bytes);
