using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Stages;

/// <summary>They are on disk.</summary>
/// <param name="Order">What was ordered.</param>
/// <param name="IsKept">Whether all of them were expected of this node: otherwise it is ordered again, or no more.</param>
internal sealed record AtomsWritten(SaveAtoms Order, bool IsKept);
