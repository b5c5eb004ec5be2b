namespace Decentral.Pipeline.Protocol;

/// <summary>Which state of a model: the one behind a step that was made in an epoch. Steps that are undone and made again differ by it.</summary>
/// <param name="Epoch">In which the step was made; 0 for the start of the run.</param>
/// <param name="Step">The step; 0 for the start of the run.</param>
public readonly record struct StateStamp(Epoch Epoch, long Step)
{
    /// <inheritdoc />
    public override string ToString() => $"step {Step} of epoch {Epoch}";
}
