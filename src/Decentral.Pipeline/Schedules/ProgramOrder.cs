using System.Collections.Immutable;

namespace Decentral.Pipeline.Schedules;

/// <summary>Each stage's passes as its program has them.</summary>
internal sealed class ProgramOrder(ImmutableArray<StageProgram> programs) : IPassOrder
{
    private readonly int[] _made = new int[programs.Length];

    public Pass? Next(int stage, Execution execution)
    {
        if (Awaited(stage) is not { } pass || !execution.CanStart(pass))
        {
            return null;
        }

        _made[stage]++;
        return pass;
    }

    public Pass? Awaited(int stage) =>
        _made[stage] < programs[stage].Passes.Length ? programs[stage].Passes[_made[stage]] : null;
}
