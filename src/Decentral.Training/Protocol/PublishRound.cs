using System.Collections.Immutable;
using Decentral.Actors;

namespace Decentral.Training.Protocol;

/// <summary>The round is committed: step with its aggregate, and send it to these workers.</summary>
/// <param name="Term">The coordinator's term.</param>
/// <param name="Round">The round.</param>
/// <param name="Receivers">In member order.</param>
public sealed record PublishRound(Term Term, Round Round, ImmutableArray<ActorRef> Receivers) : ShardOrder(Term);
