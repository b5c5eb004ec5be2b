using Decentral.Actors;
using Decentral.Models.Data;
using Decentral.Pipeline.Protocol;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Conducting;

/// <summary>Takes held-out samples through the stages, a few at a time.</summary>
internal sealed class Measurement : Errand
{
    /// <summary>For each stage, how many are under way: one that it has, and one that is coming.</summary>
    private const int UnderWayOfAStage = 2;

    private readonly SortedDictionary<long, SampleRange> _left = [];
    private readonly SortedDictionary<long, SampleRange> _ordered = [];
    private (Term Term, PipelineForm Form, long Step) _in;
    private long _takenBefore;
    private long _taken;

    /// <param name="samples">Which.</param>
    /// <param name="batch">How many go through a stage at once.</param>
    public Measurement(SampleRange samples, int batch)
    {
        for (var number = 0; samples.Count > 0; number++)
        {
            (var head, samples) = samples.SplitAt(Math.Min(samples.Count, batch));
            _left.Add(number, head);
        }
    }

    /// <summary>Sum of the samples' mean losses, in nats a token.</summary>
    public double LossSum { get; private set; }

    public override bool IsDone => _left.Count == 0 && _ordered.Count == 0;

    public override void Begin(Term term, PipelineForm form, StateStamp stamp)
    {
        _in = (term, form, stamp.Step);
        foreach (var (number, samples) in _ordered)
        {
            _left.Add(number, samples);
        }

        _ordered.Clear();
    }

    public override IEnumerable<(ActorRef Stage, StageOrder Order)> TakeOrders()
    {
        while (_left.Count > 0 && _ordered.Count < UnderWayOfAStage * _in.Form.Seats.Length)
        {
            var (number, samples) = _left.First();
            _left.Remove(number);
            _ordered.Add(number, samples);
            yield return OrderOf(number, samples);
        }
    }

    public override IEnumerable<(ActorRef Stage, StageOrder Order)> Remind(StageReport report)
    {
        if (report.Stage != _in.Form.First.Stage)
        {
            return [];
        }

        var isStuck = _taken == _takenBefore;
        _takenBefore = _taken;
        return isStuck ? [.. _ordered.Select(samples => OrderOf(samples.Key, samples.Value))] : [];
    }

    public override void Take(LossMeasured measured)
    {
        if (_ordered.Remove(measured.Number, out var samples))
        {
            LossSum += measured.Loss * samples.Count;
            _taken++;
        }
    }

    private (ActorRef Stage, StageOrder Order) OrderOf(long number, SampleRange samples) =>
        (_in.Form.First.Stage, new MeasureLoss(_in.Term, _in.Form.Epoch, _in.Step, number, samples));
}
