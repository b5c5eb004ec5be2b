using System.Collections.Immutable;
using Decentral.Pipeline.Faults;

namespace Decentral.Benchmarks.Failures;

/// <summary>What there is to report.</summary>
internal sealed class FailureOutcomes(
    FailureSetting setting, ImmutableArray<(FailureCell Cell, FailureResult Result)> done, Func<int, ulong, FailureTrace> traces)
{
    public FailureSetting Setting => setting;

    public ImmutableArray<(FailureCell Cell, FailureResult Result)> Done => done;

    public FailureTrace TraceOf(int percent, ulong seed) => traces(percent, seed);
}
