using Decentral.Training.Coordination;
using Decentral.Training.Coordination.Events;

namespace Decentral.Training.Monitoring;

/// <summary>The coordinator's ledger has a new entry, or what is not journaled has begun another phase.</summary>
/// <param name="Happened">The entry.</param>
/// <param name="State">The state after it.</param>
public sealed record LedgerAdvanced(CoordinatorEvent Happened, CoordinatorState State);
