using System.Collections.Immutable;

namespace Decentral.Benchmarks.Methods;

/// <summary>Two methods of a group whose last held-out losses are compared.</summary>
/// <param name="Groups">Where both are, what counts most first.</param>
/// <param name="Method">The one that the claim is about.</param>
/// <param name="Against">The other.</param>
/// <param name="AtLeast">Percent by which the method's loss lies above the other's for the claim to hold, or more.</param>
/// <param name="AtMost">The same, or less.</param>
internal sealed record RelationComparison(
    ImmutableArray<string> Groups, string Method, string Against, double? AtLeast, double? AtMost)
{
    public bool Holds(double percent) => !(percent < AtLeast) && !(percent > AtMost);
}
