using Decentral.Models.Optimizers;
using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Conducting;

/// <summary>The step that is being made: whose gradients are there, and what follows when all are.</summary>
internal sealed class StepBook
{
    private readonly SortedDictionary<MemberId, StepRun> _runs = [];

    /// <summary>The step; 0 for none.</summary>
    public long Step { get; private set; }

    /// <summary>What it is made of; null while nothing is to be done.</summary>
    public StepWork? Work { get; private set; }

    /// <summary>Opens a step.</summary>
    public void Open(long step, StepWork? work)
    {
        (Step, Work) = (step, work);
        _runs.Clear();
    }

    /// <summary>Notes a stage's gradient.</summary>
    public void Add(StepRun run) => _runs[run.Member] = run;

    /// <summary>Whether all of some members have theirs.</summary>
    public bool IsCompleteFor(IEnumerable<MemberId> members) => Work is not null && members.All(_runs.ContainsKey);

    /// <summary>Norm of a member's gradient.</summary>
    public double NormOf(MemberId member) => _runs[member].GradientNorm;

    /// <summary>What came out of it.</summary>
    public StepMade Close()
    {
        var norm = Math.Sqrt(_runs.Values.Sum(run => run.GradientNorm * run.GradientNorm));
        return new StepMade(Step, _runs.Values.Sum(run => run.Loss), norm, !double.IsFinite(norm));
    }

    /// <summary>By what the gradient is multiplied.</summary>
    public static double ScaleOf(StepMade made, double clip) => made.IsSkipped ? 0
        : clip == 0 || made.GradientNorm == 0 ? 1
        : GradientClipping.Coefficient(made.GradientNorm, clip);
}
