using Decentral.Benchmarks.Reference;

namespace Decentral.EndToEnd.Reference;

/// <summary>A tenth of the reference run.</summary>
public sealed class TenthRuns() : ReferenceRuns(ReferenceScale.Tenth);
