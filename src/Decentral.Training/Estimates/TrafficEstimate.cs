using System.Collections.Immutable;
using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Training.Composition;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;

namespace Decentral.Training.Estimates;

/// <summary>
/// What a job sends for synchronisation, to the byte: the encoded sizes with their headers that the ledger of a run counts in which
/// nothing is lost, joins or is done twice. Where members train on their own clocks, it is as if no two contributions met beyond the
/// quorum.
/// </summary>
public sealed class TrafficEstimate
{
    private readonly Job _job;
    private readonly JobComposition _composition;
    private readonly FragmentSchedule _schedule;
    private readonly ImmutableArray<ArenaFragment> _fragments;
    private readonly CodecStages _up;
    private readonly CodecStages _down;

    /// <param name="job">A valid job.</param>
    /// <param name="data">What its data hold.</param>
    public TrafficEstimate(Job job, DataFacts data)
    {
        _job = job;
        _composition = new JobComposition(job, data);
        _schedule = _composition.Schedule;
        _fragments = _composition.FragmentsOf(DecoderParameters.LayOut(_composition.Decoder()));
        (_up, _down) = (_composition.Up(), _composition.Down());
        var turn = new TrafficOfRounds(
            _job, _fragments, new PlannedRounds(_schedule, _schedule.Every), new CodecStages(_up.Last), new CodecStages(_down.Last));
        Turn = turn.Total();
        Fragments = [.. _fragments.Select(turn.Of)];
    }

    /// <summary>That turn, in which each fragment has a round, by fragment.</summary>
    public ImmutableArray<FragmentTraffic> Fragments { get; }

    /// <summary>
    /// A turn of all workers once warm-ups are over: what the method takes for a token, however long the run is.
    /// </summary>
    public TrafficTotal Turn { get; }

    /// <summary>
    /// Activations and their gradients that the stages of a pipeline hand one another for each token; 0 without stages. Headers and copies
    /// of states are not in it.
    /// </summary>
    public double StageBytesPerToken => StageTraffic.BytesPerToken(_job);

    /// <summary>Trainable parameters.</summary>
    public long Parameters => _fragments.Sum(fragment => fragment.ElementCount);

    /// <summary>When is which fragment synchronised.</summary>
    public FragmentSchedule Schedule => _schedule;

    /// <summary>Inner steps that the budget gives each worker.</summary>
    public long Steps => _composition.BudgetTokens / (_job.TokensPerStep * _job.Workers);

    /// <summary>Rounds that they take.</summary>
    public long Rounds => new PlannedRounds(_schedule, Steps).Count;

    /// <summary>The whole run.</summary>
    public TrafficTotal Run() => new TrafficOfRounds(_job, _fragments, new PlannedRounds(_schedule, Steps), _up, _down).Total();
}
