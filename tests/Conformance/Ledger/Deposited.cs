namespace Decentral.Conformance.Ledger;

/// <summary>The only event.</summary>
public readonly record struct Deposited(long Amount);
