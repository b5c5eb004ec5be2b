using Decentral.Benchmarks.Reference;

namespace Decentral.EndToEnd.Reference;

/// <summary>Both methods of the reference run, trained once for all tests of a class.</summary>
public abstract class ReferenceRuns
{
    private readonly Lazy<DecentralRun> _dataParallel;
    private readonly Lazy<DecentralRun> _diloco;

    private protected ReferenceRuns(ReferenceScale scale)
    {
        Scale = scale;
        _dataParallel = new(() => DecentralRun.Train(ReferenceText.Path, ReferenceMethod.DataParallel, scale));
        _diloco = new(() => DecentralRun.Train(ReferenceText.Path, ReferenceMethod.Diloco, scale));
    }

    internal ReferenceScale Scale { get; }

    internal DecentralRun DataParallel => _dataParallel.Value;

    internal DecentralRun Diloco => _diloco.Value;
}
