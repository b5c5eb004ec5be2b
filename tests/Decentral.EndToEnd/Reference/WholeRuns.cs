using Decentral.Benchmarks.Reference;

namespace Decentral.EndToEnd.Reference;

/// <summary>The whole reference run.</summary>
public sealed class WholeRuns() : ReferenceRuns(ReferenceScale.Whole);
