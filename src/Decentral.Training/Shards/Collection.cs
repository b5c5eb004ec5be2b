using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;

namespace Decentral.Training.Shards;

/// <summary>The contributions of one round while they come in. Owns their payloads.</summary>
internal sealed class Collection : IDisposable
{
    private readonly SortedDictionary<WorkerId, Transferred<ContributionHeader>> _contributions = [];

    public Collection(Round round, Term opened, long tokensThrough, long arrivals)
    {
        Arrivals = arrivals;
        Round = round;
        Opened = opened;
        TokensThrough = tokensThrough;
    }

    public Round Round { get; }

    /// <summary>The term in which the round was opened.</summary>
    public Term Opened { get; }

    /// <summary>Tokens leased up to the end of the round.</summary>
    public long TokensThrough { get; }

    /// <summary>Contributions to all rounds of the fragment before.</summary>
    public long Arrivals { get; }

    /// <summary>Whose contributions are waited for, in member order; empty before the coordinator has said.</summary>
    public ImmutableArray<Participant> Participants { get; private set; } = [];

    /// <summary>Whether everyone's contribution is there.</summary>
    public bool IsComplete => !Participants.IsEmpty && _contributions.Count == Participants.Length;

    /// <summary>Whose contributions are there, in member order.</summary>
    public ImmutableArray<WorkerId> Held => [.. _contributions.Keys];

    /// <summary>Those whose contributions are not there.</summary>
    public IEnumerable<Participant> Missing =>
        Participants.Where(participant => !_contributions.ContainsKey(participant.Worker));

    /// <summary>Sets whom to wait for, and hands over the contributions of anyone else, each with its sender. The caller owns them.</summary>
    public ImmutableArray<(Transferred<ContributionHeader> Contribution, ActorRef From)> WaitFor(ImmutableArray<Participant> participants)
    {
        var before = Participants;
        Participants = participants;
        var others = _contributions.Values.Where(contribution => !Awaits(contribution.Header)).ToImmutableArray();
        foreach (var contribution in others)
        {
            _contributions.Remove(contribution.Header.Worker);
        }

        return [.. others.Select(other => (other, before.First(participant => participant.Worker == other.Header.Worker).Reference))];
    }

    /// <summary>Whether a contribution is one of those waited for.</summary>
    public bool Awaits(ContributionHeader header) => Participants.Any(participant =>
        participant.Worker == header.Worker && participant.Incarnation == header.Incarnation
        && participant.Round == header.Round && participant.Opened == header.Opened);

    /// <summary>Why one that is awaited cannot be what it says; null where it can.</summary>
    public string? FindFault(ContributionHeader header, ActorRef from)
    {
        var participant = ParticipantOf(header.Worker);
        if (participant.Reference != from)
        {
            return $"it was sent by {from.Address}, in the name of {participant.Reference.Address}";
        }

        if (header.Tokens != participant.Tokens)
        {
            return $"it says that {header.Tokens} tokens were trained, of {participant.Tokens} that were leased";
        }

        // Less than was trained, where the parameters were taken up in the middle of the round.
        return header.Weight > 0 && header.Weight <= participant.MostWeight
            ? null
            : $"it says that it weighs {header.Weight} tokens, where 1 to {participant.MostWeight} can be";
    }

    /// <summary>
    /// Takes out those that are based on other parameters than most are: their workers went astray. Where as many say one thing as
    /// another, the first in member order is believed. Who says nothing where others do is out of line as well.
    /// </summary>
    /// <returns>Each with what is wrong with it. The caller owns them.</returns>
    public ImmutableArray<(Transferred<ContributionHeader> Contribution, string Fault)> TakeDiverged()
    {
        ImmutableArray<(Transferred<ContributionHeader>, string)> diverged =
        [
            .. _contributions.Values.GroupBy(contribution => contribution.Header.BaseVersion)
                .SelectMany(version => FindDiverged(version.Key, [.. version])),
        ];
        foreach (var (contribution, _) in diverged)
        {
            _contributions.Remove(contribution.Header.Worker);
        }

        return diverged;
    }

    /// <summary>Those of one version that are out of line; whoever is alone with a version has nobody to be compared with.</summary>
    private static IEnumerable<(Transferred<ContributionHeader> Contribution, string Fault)> FindDiverged(
        Round version, IReadOnlyList<Transferred<ContributionHeader>> all)
    {
        var bases = all.GroupBy(contribution => contribution.Header.Base).ToArray();
        if (bases.Length <= 1)
        {
            return [];
        }

        var popular = bases.Where(group => group.Key is not null).MaxBy(group => group.Count())!;
        return bases.Where(group => group != popular).SelectMany(group => group).Select(contribution => (
            contribution,
            $"its worker holds other parameters in version {version} than {popular.Count()} of {all.Count}: their digest is "
            + $"{contribution.Header.Base?.ToString() ?? "not said"}, that of the others {popular.Key}"));
    }

    /// <summary>Who is waited for under a worker's name.</summary>
    public Participant ParticipantOf(WorkerId worker) => Participants.First(participant => participant.Worker == worker);

    /// <summary>Takes a contribution over; a repetition replaces the first.</summary>
    public void Add(Transferred<ContributionHeader> contribution)
    {
        if (_contributions.Remove(contribution.Header.Worker, out var earlier))
        {
            earlier.Dispose();
        }

        _contributions.Add(contribution.Header.Worker, contribution);
    }

    /// <summary>Hands all contributions over, in member order.</summary>
    public ImmutableArray<Transferred<ContributionHeader>> TakeContributions()
    {
        ImmutableArray<Transferred<ContributionHeader>> all = [.. _contributions.Values];
        _contributions.Clear();
        return all;
    }

    public void Dispose()
    {
        foreach (var contribution in _contributions.Values)
        {
            contribution.Dispose();
        }

        _contributions.Clear();
    }
}
