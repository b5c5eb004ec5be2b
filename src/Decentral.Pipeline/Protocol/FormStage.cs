using System.Collections.Immutable;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Protocol;

/// <summary>Take a stage, with some state of the model: an epoch begins.</summary>
/// <param name="Term">The conductor's.</param>
/// <param name="Form">Who has which stage.</param>
/// <param name="Stamp">The state that all begin with.</param>
/// <param name="Origins">Where the atoms come from that the member does not hold in that state.</param>
/// <param name="Outstanding">The step that was decided last, for whoever has its gradient and has not applied it; null for none.</param>
public sealed record FormStage(
    Term Term, PipelineForm Form, StateStamp Stamp, ImmutableArray<AtomOrigin> Origins, ApplyStep? Outstanding)
    : StageOrder(Term, Form.Epoch)
{
    /// <summary>Multiplies the learning rate of this stage from now on: more than 1 for one that was averaged from its neighbours.</summary>
    public double LearningRateScale { get; init; } = 1;

    /// <summary>Where a run's first state is, of which atoms without a source come; null for one that begins with new weights.</summary>
    public SavedState? Saved { get; init; }

    /// <summary>What of the state is copied and given away.</summary>
    public Protection Protects { get; init; }
}
