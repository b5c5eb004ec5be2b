namespace Decentral.Conformance.Ledger;

/// <summary>Asks for an answer at once, without waiting for an append.</summary>
public sealed record LedgerQuery;
