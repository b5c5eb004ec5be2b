using System.Collections.Immutable;
using Decentral.Pipeline.Conducting;
using Decentral.Pipeline.Protocol;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Workers;

/// <summary>
/// What a run is to hear of the stages that a pipeline has lost. It is told with every step until the round has been trained: a coordinator
/// may be replaced meanwhile, and none listens to a worker before that has reported.
/// </summary>
internal sealed class RecoveryNews(WorkerId worker, Incarnation incarnation)
{
    /// <summary>A pipeline that loses stages without making a step has said enough of it.</summary>
    private const int MostHeld = 64;

    private readonly List<StagesRecovered> _held = [];
    private PipelineForm? _form;
    private double _loss = double.NaN;
    private long _count;

    /// <summary>What is to be told, the earliest first.</summary>
    public ImmutableArray<StagesRecovered> ToTell => [.. _held];

    /// <summary>An epoch has begun.</summary>
    /// <returns>Whether there is news.</returns>
    public bool Add(PipelineFormed formed)
    {
        var before = _form;
        _form = formed.Form;
        if (formed.Rung is not { } rung)
        {
            return false;
        }

        if (_held.Count == MostHeld)
        {
            _held.RemoveAt(0);
        }

        _held.Add(new StagesRecovered(
            worker, incarnation, ++_count, rung, LostOf(before, formed.Form), formed.Form.Seats.Length, formed.Undone, formed.Reason)
        {
            LearningRateScale = formed.LearningRateScale,
        });
        return true;
    }

    /// <summary>A step has been made.</summary>
    public void Add(StepMade made)
    {
        if (_held is [.., { Rung: RecoveryRung.Neighbours, Loss: null } last] && double.IsFinite(_loss) && double.IsFinite(made.Loss))
        {
            _held[^1] = last with { Loss = new LossChange(_loss, made.Loss) };
        }

        _loss = made.Loss;
    }

    /// <summary>The worker's step is made; with the last one of a round, what there was to tell has been told often enough.</summary>
    public void EndStep(bool isLast)
    {
        if (isLast)
        {
            _held.Clear();
        }
    }

    private static ImmutableArray<int> LostOf(PipelineForm? before, PipelineForm now) => before is null ? [] :
    [
        .. Enumerable.Range(0, before.Seats.Length).Where(stage => !now.Seats.Any(seat =>
            seat.Member == before.Seats[stage].Member && seat.Incarnation == before.Seats[stage].Incarnation)),
    ];
}
