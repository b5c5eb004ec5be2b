using System.Collections.Immutable;

using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Recovery;

/// <summary>What one member of a parity group holds.</summary>
/// <param name="Member">From 0.</param>
/// <param name="Stamp">Of when data and parity are.</param>
/// <param name="Lengths">Bytes of every member's data then, so that the length of a lost one is known.</param>
/// <param name="Data">The member's own.</param>
/// <param name="Parity">Of the others'.</param>
internal sealed record ParityPart(
    int Member, StateStamp Stamp, ImmutableArray<long> Lengths, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Parity);
