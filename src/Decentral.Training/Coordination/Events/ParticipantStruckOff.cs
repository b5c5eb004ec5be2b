using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>A participant of the open round is lost; its lease is returned.</summary>
/// <param name="Round">The round.</param>
/// <param name="Worker">Which place in the fleet.</param>
/// <param name="Reason">In words.</param>
public sealed record ParticipantStruckOff(Round Round, WorkerId Worker, string Reason) : CoordinatorEvent;
