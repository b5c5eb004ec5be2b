using System.Globalization;

namespace Decentral.Pipeline.Schedules;

/// <summary>What a stage waits for that never comes.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Pass">What it would make next.</param>
/// <param name="IsForInput">Whether the input of that is not there; otherwise no slot for its output is free.</param>
/// <param name="Awaited">The pass that would give the input, or that takes such outputs and would free a slot.</param>
/// <param name="By">The stage that would make it.</param>
public readonly record struct StageWait(int Stage, Pass Pass, bool IsForInput, Pass Awaited, int By)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"stage {Stage} waits with {Pass} for {(IsForInput ? $"{Awaited} of stage {By}" : $"stage {By} to free a slot as {Awaited} would take it")}");
}
