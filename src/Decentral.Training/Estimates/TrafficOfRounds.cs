using System.Collections.Immutable;
using Decentral.Models;
using Decentral.Models.Arenas;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;

namespace Decentral.Training.Estimates;

/// <summary>What some rounds send, by the sizes of their messages.</summary>
/// <param name="job">A valid job.</param>
/// <param name="fragments">Of its model.</param>
/// <param name="rounds">The rounds.</param>
/// <param name="up">How contributions are encoded.</param>
/// <param name="down">How aggregates are encoded.</param>
internal sealed class TrafficOfRounds(
    Job job, ImmutableArray<ArenaFragment> fragments, PlannedRounds rounds, CodecStages up, CodecStages down)
{
    private static readonly Term FirstTerm = new(1);
    private static readonly string AnyDigest = new('0', 2 * ContentDigest.SizeInBytes);

    /// <summary>Of all workers.</summary>
    public TrafficTotal Total()
    {
        var (bytesUp, bytesDown) = (0L, 0L);
        for (var first = 1L; first <= Math.Min(rounds.Count, fragments.Length); first++)
        {
            bytesUp += OverRoundsOf(first, round => StepwiseSum.Of(0, job.Workers - 1, worker => BytesUp(round, worker)));
            bytesDown += OverRoundsOf(first, round => (long)job.Workers * AggregatesPerRound * BytesDown(round));
        }

        return new TrafficTotal(rounds.StepsThrough(rounds.Count) * job.TokensPerStep * job.Workers, bytesUp, bytesDown);
    }

    /// <summary>
    /// Aggregates that each worker receives while it trains a round: where members train on their own clocks, those of all others too.
    /// </summary>
    private int AggregatesPerRound
    {
        get
        {
            var together = Math.Max(1, (int)Math.Ceiling(job.Sync.Quorum * job.Workers));
            return job.Sync.Asynchronous ? (job.Workers + together - 1) / together : 1;
        }
    }

    /// <summary>Of one worker, in the first round of a fragment.</summary>
    public FragmentTraffic Of(ArenaFragment fragment)
    {
        var round = fragment.Index + 1;
        return new FragmentTraffic(
            new FragmentId(fragment.Index),
            fragment.ElementCount,
            (int)rounds.StepsOf(round),
            BytesUp(round, worker: 0),
            AggregatesPerRound * BytesDown(round));
    }

    /// <summary>
    /// Over all rounds of a fragment. Only the first and the last may have fewer steps than the others: between them, and while codecs
    /// stay the same, the numbers in the headers never become smaller.
    /// </summary>
    private long OverRoundsOf(long first, Func<long, long> size)
    {
        var count = ((rounds.Count - first) / fragments.Length) + 1;
        var sum = size(first) + (count > 1 ? size(RoundAt(count - 1)) : 0);
        long[] starts = [.. up.Firsts.Concat(down.Firsts).Select(IndexFrom).Append(1).Distinct().Order(), count - 1];
        for (var i = 0; i + 1 < starts.Length; i++)
        {
            sum += StepwiseSum.Of(Math.Max(1, starts[i]), Math.Min(count - 1, starts[i + 1]) - 1, index => size(RoundAt(index)));
        }

        return sum;

        long RoundAt(long index) => first + (index * fragments.Length);

        long IndexFrom(Round round) => Math.Max(0, (round.Value - first + fragments.Length - 1) / fragments.Length);
    }

    private long BytesUp(long number, long worker)
    {
        if (job.Update.Kind == UpdateKind.None)
        {
            return 0;
        }

        var round = new Round(number);
        var isLate = rounds.Schedule.IsOneRoundLate(round);
        var fragment = rounds.Schedule.FragmentOf(round);
        var header = new ContributionHeader(
            fragment,
            round,
            FirstTerm,
            new WorkerId((int)worker),
            Incarnation.Of(1, 1),
            rounds.StepsOf(number) * job.TokensPerStep,
            MeanLoss: 0)
        {
            Weight = rounds.StepsSince(number) * job.TokensPerStep,
            Base = job.Update.IsOfOneStep ? null : default(ReplicaDigest),
            BaseVersion = new Round(Math.Max(0, number - (isLate ? 2 : 1))),
        };
        return EncodedSize.OfContribution(header, up.At(round).EncodedLength(ValuesOf(fragment)));
    }

    private long BytesDown(long number)
    {
        if (job.Update.Kind == UpdateKind.None)
        {
            return 0;
        }

        var round = new Round(number);
        var fragment = rounds.Schedule.FragmentOf(round);
        var tokensThrough = rounds.StepsThrough(number) * job.TokensPerStep * job.Workers;
        return EncodedSize.OfPublication(
            new PublishedHeader(
                FirstTerm, fragment, round, tokensThrough, (number - 1) * job.Workers, job.Workers, AnyDigest),
            down.At(round).EncodedLength(ValuesOf(fragment)));
    }

    private int ValuesOf(FragmentId fragment) => checked((int)fragments[fragment.Value].ElementCount);
}
