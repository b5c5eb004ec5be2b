namespace Decentral.Conformance.Ledger;

public sealed record LedgerAnswer(long Total, long Dropped);
