namespace Decentral.Conformance.Ledger;

/// <summary>The only effect, told to whoever observes the ledger.</summary>
public sealed record Receipt(string What, long Total);
