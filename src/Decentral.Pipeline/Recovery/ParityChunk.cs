namespace Decentral.Pipeline.Recovery;

/// <summary>A part of a member's data.</summary>
/// <param name="Offset">In bytes.</param>
/// <param name="Length">In bytes; less than the parity's, down to 0, where the data end.</param>
internal readonly record struct ParityChunk(long Offset, long Length);
