using System.Text.Json.Serialization;

namespace Decentral.Training.Coordination.Events;

/// <summary>A fact of a run. The journal of these is the run's ledger.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunCreated), "run-created")]
[JsonDerivedType(typeof(TermBegan), "term-began")]
[JsonDerivedType(typeof(WorkerPlaced), "worker-placed")]
[JsonDerivedType(typeof(ShardPlaced), "shard-placed")]
[JsonDerivedType(typeof(WorkerJoined), "worker-joined")]
[JsonDerivedType(typeof(UpdateRefused), "update-refused")]
[JsonDerivedType(typeof(WorkerLeft), "worker-left")]
[JsonDerivedType(typeof(StagesReplaced), "stages-replaced")]
[JsonDerivedType(typeof(StagesSettled), "stages-settled")]
[JsonDerivedType(typeof(RoundOpened), "round-opened")]
[JsonDerivedType(typeof(ParticipantStruckOff), "participant-struck-off")]
[JsonDerivedType(typeof(ParticipantCarriedOver), "participant-carried-over")]
[JsonDerivedType(typeof(ParticipantResumed), "participant-resumed")]
[JsonDerivedType(typeof(RoundCommitted), "round-committed")]
[JsonDerivedType(typeof(RoundDiscarded), "round-discarded")]
[JsonDerivedType(typeof(RunRolledBack), "run-rolled-back")]
[JsonDerivedType(typeof(HeldOutMeasured), "held-out-measured")]
[JsonDerivedType(typeof(SnapshotCompleted), "snapshot-completed")]
[JsonDerivedType(typeof(RunPaused), "run-paused")]
[JsonDerivedType(typeof(RunFinished), "run-finished")]
[JsonDerivedType(typeof(WorkerReported), "worker-reported")]
[JsonDerivedType(typeof(QuorumReached), "quorum-reached")]
[JsonDerivedType(typeof(RoundResumed), "round-resumed")]
[JsonDerivedType(typeof(BoundaryDutiesAssigned), "boundary-duties-assigned")]
[JsonDerivedType(typeof(BoundaryDutyDone), "boundary-duty-done")]
[JsonDerivedType(typeof(ShardReported), "shard-reported")]
[JsonDerivedType(typeof(NodeSeen), "node-seen")]
[JsonDerivedType(typeof(NodeGone), "node-gone")]
public abstract record CoordinatorEvent
{
    /// <summary>When it was decided, by the engine's clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>
    /// Whether it is journaled. The others are what the coordinator knows of the moment, which a successor finds out anew
    /// by a roll call.
    /// </summary>
    [JsonIgnore]
    public virtual bool IsDurable => true;
}
