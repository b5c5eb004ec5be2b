using Decentral.Actors.Transfers;

namespace Decentral.Benchmarks.Nodes;

/// <summary>Asks for transfers; answered when all have arrived.</summary>
/// <param name="Payload">Of each.</param>
/// <param name="Count">How many.</param>
internal sealed record SendBulk(Payload Payload, int Count = 1);
