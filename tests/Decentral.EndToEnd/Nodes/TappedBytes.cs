namespace Decentral.EndToEnd.Nodes;

/// <summary>What went one way over a connection.</summary>
/// <param name="Bytes">As they were read.</param>
/// <param name="OfSocket">How many the kernel has counted on the socket; with one for the mark of the end where that came.</param>
internal sealed record TappedBytes(ReadOnlyMemory<byte> Bytes, long OfSocket);
