using Decentral.Training.Coordination.Events;

namespace Decentral.Training.Monitoring;

/// <summary>The coordinator's ledger has a new entry, or what is not journaled has begun another phase.</summary>
/// <param name="Happened">The entry; null where it is another phase only.</param>
/// <param name="State">Where the run stands after it.</param>
public sealed record LedgerAdvanced(CoordinatorEvent? Happened, RunStanding State);
