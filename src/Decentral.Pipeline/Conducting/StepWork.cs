using System.Collections.Immutable;
using Decentral.Models.Data;

namespace Decentral.Pipeline.Conducting;

/// <summary>What a step is made of.</summary>
/// <param name="Microbatches">The samples of each, all equally many.</param>
/// <param name="LearningRate">Of the step.</param>
public sealed record StepWork(ImmutableArray<SampleRange> Microbatches, double LearningRate);
