using System.Collections.Immutable;
using Decentral.Actors;

namespace Decentral.Training.Protocol;

/// <summary>Where updates go. Said in every term: whenever a shard is replaced, a new one begins.</summary>
/// <param name="Term">The coordinator's term.</param>
/// <param name="Shards">The parameter shards, by fragment.</param>
public sealed record MeetShards(Term Term, ImmutableArray<ActorRef> Shards) : WorkerOrder(Term);
