using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Models.Stages;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Protocol;

/// <summary>Who has a stage.</summary>
/// <param name="Member">Its place.</param>
/// <param name="Incarnation">Which life of it.</param>
/// <param name="Stage">The actor.</param>
/// <param name="Parts">What it has of the model, in its order: a part for each of its chunks, where the embedding and the head of a swapped form are chunks too.</param>
public sealed record StageSeat(MemberId Member, Incarnation Incarnation, ActorRef Stage, ImmutableArray<ModelPart> Parts);
