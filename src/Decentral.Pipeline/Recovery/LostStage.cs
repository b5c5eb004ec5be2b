using System.Collections.Immutable;

namespace Decentral.Pipeline.Recovery;

/// <summary>A stage whose member is gone, and what is left of its state elsewhere.</summary>
/// <param name="Stage">From 0.</param>
internal sealed record LostStage(int Stage)
{
    /// <summary>Of when the state of a living replica of the stage is; null where there is none.</summary>
    public StateStamp? Replica { get; init; }

    /// <summary>Of when the whole copies at its buddy are.</summary>
    public ImmutableArray<StateStamp> BuddyCopies { get; init; } = [];

    /// <summary>Of when the rest of its parity group is complete (<see cref="CompleteCopies"/>).</summary>
    public ImmutableArray<StateStamp> ParityCopies { get; init; } = [];

    /// <summary>The copies that a run of this kind keeps.</summary>
    public ImmutableArray<StateStamp> CopiesOf(BuddyKind kind) => kind switch
    {
        BuddyKind.Copy => BuddyCopies,
        BuddyKind.Parity => ParityCopies,
        BuddyKind.None => [],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of copy."),
    };
}
