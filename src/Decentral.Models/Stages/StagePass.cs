using Decentral.Models.Replicas;

namespace Decentral.Models.Stages;

/// <summary>One microbatch in one part of a model.</summary>
/// <param name="Part">Which of a stage's parts, from 0.</param>
/// <param name="Microbatch">From 0, within its step.</param>
/// <param name="Batch">
/// Its tokens: read where the part begins with the embedding (inputs) or ends with the head (targets); elsewhere its shape alone.
/// </param>
/// <param name="Microbatches">
/// How many the step has, all of one size: each one's loss is divided by it, so that their gradients add up to that of the mean.
/// </param>
public readonly record struct StagePass(int Part, int Microbatch, TokenBatch Batch, int Microbatches);
