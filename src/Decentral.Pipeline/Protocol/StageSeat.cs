using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Models.Stages;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Protocol;

/// <summary>Who has a stage.</summary>
/// <param name="Member">Its place.</param>
/// <param name="Incarnation">Which life of it.</param>
/// <param name="Stage">The actor.</param>
/// <param name="Parts">What it has of the model, in its order; as many as the schedule gives a stage chunks.</param>
public sealed record StageSeat(MemberId Member, Incarnation Incarnation, ActorRef Stage, ImmutableArray<ModelPart> Parts);
