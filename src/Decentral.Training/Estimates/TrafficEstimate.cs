using System.Collections.Immutable;
using Decentral.Models;
using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Training.Composition;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;

namespace Decentral.Training.Estimates;

/// <summary>
/// What a job sends for synchronisation, to the byte: the encoded sizes with their headers that the ledger of a run counts in which
/// nothing is lost, joins or is done twice.
/// </summary>
public sealed class TrafficEstimate
{
    private static readonly Term FirstTerm = new(1);
    private static readonly string AnyDigest = new('0', 2 * ContentDigest.SizeInBytes);

    private readonly Job _job;
    private readonly JobComposition _composition;
    private readonly FragmentSchedule _schedule;
    private readonly ImmutableArray<ArenaFragment> _fragments;
    private readonly ImmutableArray<(int Up, int Down)> _payloads;

    /// <param name="job">A valid job.</param>
    /// <param name="data">What its data hold.</param>
    public TrafficEstimate(Job job, DataFacts data)
    {
        _job = job;
        _composition = new JobComposition(job, data);
        _schedule = _composition.Schedule;
        _fragments = _composition.FragmentsOf(DecoderParameters.LayOut(_composition.Decoder()));
        var (up, down) = (_composition.Up(), _composition.Down());
        _payloads =
        [
            .. _fragments.Select(fragment => checked((int)fragment.ElementCount))
                .Select(values => (up.EncodedLength(values), down.EncodedLength(values))),
        ];
        var turn = new PlannedRounds(_schedule, _schedule.Every);
        Turn = Over(turn);
        Fragments = [.. _fragments.Select(fragment => TrafficOf(fragment, turn))];
    }

    /// <summary>One turn, in which each fragment has a round, by fragment.</summary>
    public ImmutableArray<FragmentTraffic> Fragments { get; }

    /// <summary>The first turn, of all workers: what the method takes for a token, however long the run is.</summary>
    public TrafficTotal Turn { get; }

    /// <summary>Trainable parameters.</summary>
    public long Parameters => _fragments.Sum(fragment => fragment.ElementCount);

    /// <summary>When is which fragment synchronised.</summary>
    public FragmentSchedule Schedule => _schedule;

    /// <summary>Inner steps that the budget gives each worker.</summary>
    public long Steps => _composition.BudgetTokens / (_job.TokensPerStep * _job.Workers);

    /// <summary>Rounds that they take.</summary>
    public long Rounds => new PlannedRounds(_schedule, Steps).Count;

    /// <summary>The whole run.</summary>
    public TrafficTotal Run() => Over(new PlannedRounds(_schedule, Steps));

    private FragmentTraffic TrafficOf(ArenaFragment fragment, PlannedRounds rounds)
    {
        var round = fragment.Index + 1;
        return new FragmentTraffic(
            new FragmentId(fragment.Index),
            fragment.ElementCount,
            (int)rounds.StepsOf(round),
            BytesUp(rounds, round, worker: 0),
            BytesDown(rounds, round));
    }

    private TrafficTotal Over(PlannedRounds rounds)
    {
        var (up, down) = (0L, 0L);
        for (var first = 1L; first <= Math.Min(rounds.Count, _fragments.Length); first++)
        {
            up += OverRoundsOf(first, rounds, round => StepwiseSum.Of(0, _job.Workers - 1, worker => BytesUp(rounds, round, worker)));
            down += OverRoundsOf(first, rounds, round => _job.Workers * BytesDown(rounds, round));
        }

        return new TrafficTotal(rounds.StepsThrough(rounds.Count) * _job.TokensPerStep * _job.Workers, up, down);
    }

    /// <summary>
    /// Over all rounds of a fragment. Only the first and the last may have fewer steps than the others: between them the numbers in the
    /// headers never become smaller.
    /// </summary>
    private long OverRoundsOf(long first, PlannedRounds rounds, Func<long, long> size)
    {
        var count = ((rounds.Count - first) / _fragments.Length) + 1;
        return size(first)
            + StepwiseSum.Of(1, count - 2, index => size(RoundAt(index)))
            + (count > 1 ? size(RoundAt(count - 1)) : 0);

        long RoundAt(long index) => first + (index * _fragments.Length);
    }

    private long BytesUp(PlannedRounds rounds, long number, long worker)
    {
        var round = new Round(number);
        var isLate = _schedule.IsOneRoundLate(round);
        var fragment = _schedule.FragmentOf(round);
        var header = new ContributionHeader(
            fragment,
            round,
            FirstTerm,
            new WorkerId((int)worker),
            Incarnation.Of(1, 1),
            rounds.StepsOf(number) * _job.TokensPerStep,
            MeanLoss: 0)
        {
            Weight = rounds.StepsSince(number) * _job.TokensPerStep,
            Base = _job.Update.Kind == UpdateKind.Gradient ? null : default(ReplicaDigest),
            BaseVersion = new Round(Math.Max(0, number - (isLate ? 2 : 1))),
        };
        return EncodedSize.OfContribution(header, _payloads[fragment.Value].Up);
    }

    private long BytesDown(PlannedRounds rounds, long number)
    {
        var round = new Round(number);
        var fragment = _schedule.FragmentOf(round);
        var tokensThrough = rounds.StepsThrough(number) * _job.TokensPerStep * _job.Workers;
        return EncodedSize.OfPublication(
            new PublishedHeader(FirstTerm, fragment, round, tokensThrough, AnyDigest), _payloads[fragment.Value].Down);
    }
}
