using Decentral.Models.Data;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Protocol;

/// <summary>Take held-out samples through the model, forward alone: for the stage with the embedding.</summary>
/// <param name="Term">The conductor's.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Step">The step behind which the model is.</param>
/// <param name="Number">Tells them from others.</param>
/// <param name="Samples">Which.</param>
public sealed record MeasureLoss(Term Term, Epoch Epoch, long Step, long Number, SampleRange Samples) : StageOrder(Term, Epoch);
