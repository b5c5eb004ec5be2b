using System.Collections.Immutable;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>A held-out evaluation, and who has yet to make their part of it.</summary>
/// <param name="Version">The version measured.</param>
/// <param name="Workers">Who shares in it.</param>
/// <param name="Missing">Workers whose part is missing.</param>
/// <param name="Parts">The other parts, by worker.</param>
public sealed record Measuring(
    Round Version,
    ImmutableSortedSet<WorkerId> Workers,
    ImmutableSortedSet<WorkerId> Missing,
    ImmutableSortedDictionary<WorkerId, HeldOutPart> Parts)
{
    /// <summary>The same with one more part.</summary>
    public Measuring With(HeldOutPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return this with { Missing = Missing.Remove(part.Worker), Parts = Parts.SetItem(part.Worker, part) };
    }
}
