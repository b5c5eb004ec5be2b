namespace Decentral.Pipeline.Recovery;

/// <summary>
/// Of when a copy of a stage's state is. Copies belong together only where both numbers are equal (REFT,
/// arXiv:2310.12670): in another epoch the same step may have been made by other members, from other layers.
/// </summary>
/// <param name="Epoch">Of the membership: it grows when the layers of the stages or the members change.</param>
/// <param name="Step">How many steps were finished.</param>
internal readonly record struct StateStamp(long Epoch, long Step) : IComparable<StateStamp>
{
    /// <inheritdoc />
    public int CompareTo(StateStamp other)
    {
        var byEpoch = Epoch.CompareTo(other.Epoch);
        return byEpoch != 0 ? byEpoch : Step.CompareTo(other.Step);
    }

    /// <inheritdoc />
    public override string ToString() => $"step {Step} of epoch {Epoch}";
}
