using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>
/// A participant of the open round goes on with its lease while the round closes without it: it takes part in the next one.
/// </summary>
/// <param name="Round">The round.</param>
/// <param name="Worker">Which place in the fleet.</param>
public sealed record ParticipantCarriedOver(Round Round, WorkerId Worker) : CoordinatorEvent;
