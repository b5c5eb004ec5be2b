using System.Collections.Immutable;

namespace Decentral.Pipeline.Recovery;

/// <summary>
/// Of when a state that is spread over several members can be had as a whole. Members keep their last copy until the
/// next is complete, so that each may hold two, and a failure between them finds some with the new one and some
/// without.
/// </summary>
internal static class CompleteCopies
{
    /// <summary>The stamps that every member holds.</summary>
    /// <param name="held">Of each member; none of them stands for no copies at all.</param>
    internal static ImmutableSortedSet<StateStamp> Of(IEnumerable<IEnumerable<StateStamp>> held)
    {
        ImmutableSortedSet<StateStamp>? common = null;
        foreach (var stamps in held)
        {
            common = common?.Intersect(stamps) ?? [.. stamps];
        }

        return common ?? [];
    }
}
