using System.Collections.Immutable;

namespace Decentral.Benchmarks.Methods;

/// <summary>Fields that change together, and their values: a rate and its momentum, say.</summary>
/// <param name="Points">One for each value.</param>
internal sealed record SweepAxis(ImmutableArray<ImmutableArray<Setting>> Points);
