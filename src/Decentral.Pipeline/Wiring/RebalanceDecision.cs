namespace Decentral.Pipeline.Wiring;

/// <summary>Whether a peer changes its stage.</summary>
/// <param name="Move">Null where all stay.</param>
/// <param name="Reason">In words; a whole sentence.</param>
internal sealed record RebalanceDecision(PeerMove? Move, string Reason);
