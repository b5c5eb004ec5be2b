using Decentral.Actors.Transfers;

namespace Decentral.Benchmarks.Nodes;

/// <summary>Asks for a transfer; answered when it has arrived.</summary>
internal sealed record SendBulk(Payload Payload);
