using System.Collections.Immutable;
using Decentral.Models.Data;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>A committed round that a roll-back could still undo.</summary>
/// <param name="Round">Which.</param>
/// <param name="Opened">The term in which it was opened.</param>
/// <param name="Digest">Of the encoded aggregate.</param>
/// <param name="Contributions">What it is made of, in member order.</param>
/// <param name="Leases">Those that it used.</param>
/// <param name="Bytes">Bytes sent for it.</param>
/// <param name="TokensThrough">Tokens leased up to its end, which the learning rate follows.</param>
public sealed record CommittedRound(
    Round Round,
    Term Opened,
    string Digest,
    ImmutableArray<Contribution> Contributions,
    ImmutableArray<LeasedTo> Leases,
    long Bytes,
    long TokensThrough)
{
    /// <summary>The samples it used.</summary>
    public IEnumerable<SampleRange> Samples => Leases.SelectMany(lease => lease.Samples);

    /// <summary>Tokens trained in it.</summary>
    public long Tokens => Contributions.Sum(contribution => contribution.Tokens);

    /// <summary>What each contributor trained for.</summary>
    public Opening WorkOf(LeasedTo lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return lease.WorkIn(new Opening(Round, Opened));
    }

    /// <summary>Mean training loss over its tokens, in nats.</summary>
    public double MeanLoss => Contributions.Sum(contribution => contribution.MeanLoss * contribution.Tokens) / Tokens;
}
