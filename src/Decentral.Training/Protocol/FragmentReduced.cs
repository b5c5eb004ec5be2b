using System.Collections.Immutable;

namespace Decentral.Training.Protocol;

/// <summary>A shard has the aggregate of a round and asks whether it is committed.</summary>
/// <param name="Term">The term of the order it obeyed.</param>
/// <param name="Fragment">Which part of the parameters.</param>
/// <param name="Round">The round.</param>
/// <param name="Opened">The term in which the round was opened: it tells it from one of that number that was undone.</param>
/// <param name="Digest">Of the encoded aggregate.</param>
/// <param name="Contributions">What it is made of, in member order.</param>
/// <param name="PublishedBytes">Size of the encoded aggregate with its header.</param>
public sealed record FragmentReduced(
    Term Term,
    FragmentId Fragment,
    Round Round,
    Term Opened,
    string Digest,
    ImmutableArray<Contribution> Contributions,
    long PublishedBytes);
