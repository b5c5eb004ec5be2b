using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Training.Tests.Faults;

/// <summary>A round as the ledger tells of it, with those who still take part.</summary>
internal sealed class OpenedRound(RoundOpened opened)
{
    public Round Round => opened.Round;

    public SortedDictionary<WorkerId, LeasedTo> Participants { get; } =
        new(opened.Leases.ToDictionary(lease => lease.Worker));

    /// <summary>Every sample that is still leased, in member order.</summary>
    public IEnumerable<long> Samples => Participants.Values.SelectMany(SamplesOf);

    public static IEnumerable<long> SamplesOf(LeasedTo lease) =>
        lease.Samples.SelectMany(range => Enumerable.Range(0, (int)range.Count).Select(i => range.First + i));

    /// <summary>Tokens leased up to the end of an inner step of a participant: all go through the same in their steps.</summary>
    public long TokensThrough(int step, int steps, int tokensPerSample) =>
        opened.TokensBefore + ((step + 1) * (TokensOf(tokensPerSample) / steps));

    /// <summary>Tokens leased up to the end of the round.</summary>
    public long TokensThrough(int tokensPerSample) => opened.TokensBefore + TokensOf(tokensPerSample);

    private long TokensOf(int tokensPerSample) =>
        tokensPerSample * opened.Leases.Sum(lease => lease.Samples.Sum(range => range.Count));
}
