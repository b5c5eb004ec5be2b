using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Models.Stages;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Protocol;

/// <summary>
/// Where a member stands: sent to join, and at intervals, so that whatever was lost on the way is noticed and said again.
/// </summary>
/// <param name="Member">Its place.</param>
/// <param name="Incarnation">Which life of it.</param>
/// <param name="Term">The highest term heard; 0 before the first.</param>
/// <param name="Epoch">The epoch that it heard of last; 0 before the first.</param>
/// <param name="IsFormed">Whether it has the stage that this gives it.</param>
/// <param name="Stamp">The state that it has.</param>
/// <param name="Stage">The actor.</param>
public sealed record StageReport(
    MemberId Member, Incarnation Incarnation, Term Term, Epoch Epoch, bool IsFormed, StateStamp Stamp, ActorRef Stage)
{
    /// <summary>What it has of the model, in its order.</summary>
    public ImmutableArray<ModelAtom> Atoms { get; init; } = [];

    /// <summary>The order by which it came to its state; null where it was formed with that.</summary>
    public ApplyStep? Applied { get; init; }

    /// <summary>Where the first state of the run is that it takes part in; null where that begins with new weights.</summary>
    public SavedState? Saved { get; init; }

    /// <summary>Multiplies the learning rate of its stage.</summary>
    public double LearningRateScale { get; init; } = 1;

    /// <summary>The step that it is at, or has the gradient of; 0 for none.</summary>
    public long Running { get; init; }

    /// <summary>The gradient that it has and has not applied; null for none.</summary>
    public StepRun? Run { get; init; }

    /// <summary>Copies that it keeps of its own state and of others'.</summary>
    public ImmutableArray<CopyId> Copies { get; init; } = [];

    /// <summary>
    /// The same to a run that begins with some state: what the member has of the first state of an earlier stretch of it is another one.
    /// </summary>
    internal StageReport For(SavedState? saved) => Saved == saved ? this : this with
    {
        Atoms = Stamp == default ? [] : Atoms,
        Copies = [.. Copies.Where(copy => copy.Stamp != default)],
    };
}
