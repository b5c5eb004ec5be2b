using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>A participant of the open round came back as a new incarnation that can go on with its lease.</summary>
/// <param name="Round">The round.</param>
/// <param name="Worker">Which place in the fleet.</param>
/// <param name="Incarnation">Its new life.</param>
public sealed record ParticipantResumed(Round Round, WorkerId Worker, Incarnation Incarnation) : CoordinatorEvent;
