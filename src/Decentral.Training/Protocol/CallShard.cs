namespace Decentral.Training.Protocol;

/// <summary>Asks for a <see cref="ShardReport"/> in this term.</summary>
/// <param name="Term">The coordinator's term.</param>
public sealed record CallShard(Term Term) : ShardOrder(Term);
