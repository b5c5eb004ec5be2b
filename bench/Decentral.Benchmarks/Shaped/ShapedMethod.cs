namespace Decentral.Benchmarks.Shaped;

/// <summary>Who trains, and how.</summary>
internal enum ShapedMethod
{
    /// <summary>Decentral, a fragment at a time while the workers train on.</summary>
    StreamingDiloco,

    /// <summary>Decentral, with all parameters at once, which the workers wait for.</summary>
    Diloco,

    /// <summary>PyTorch's DistributedDataParallel with gloo.</summary>
    Ddp,
}
