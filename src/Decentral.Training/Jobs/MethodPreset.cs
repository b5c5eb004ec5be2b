using System.Diagnostics;

namespace Decentral.Training.Jobs;

/// <summary>
/// What a method's name stands for: one value for each of the five choices, each of which a job may override.
/// </summary>
/// <param name="Sync">When is which fragment synchronised?</param>
/// <param name="Update">What is sent, and in what form?</param>
/// <param name="Aggregate">How are contributions combined?</param>
/// <param name="Outer">How does the shared model move?</param>
public sealed record MethodPreset(SyncOptions Sync, UpdateOptions Update, AggregatorKind Aggregate, OuterOptions Outer)
{
    /// <summary>
    /// Inner steps between synchronisations of the local-update presets: the value advised for wide-area links.
    /// </summary>
    private const int LocalSteps = 100;

    private static readonly MethodPreset DataParallel = new(
        new SyncOptions { Every = 1 },
        new UpdateOptions { Kind = UpdateKind.Gradient },
        AggregatorKind.Mean,
        OuterOptions.For(OuterOptimizerKind.None));

    private static readonly MethodPreset LocalSgd = new(
        new SyncOptions { Every = LocalSteps },
        new UpdateOptions { Kind = UpdateKind.Parameters },
        AggregatorKind.Mean,
        OuterOptions.For(OuterOptimizerKind.None));

    private static readonly MethodPreset Diloco = new(
        new SyncOptions { Every = LocalSteps },
        new UpdateOptions { Kind = UpdateKind.PseudoGradient },
        AggregatorKind.Mean,
        OuterOptions.For(OuterOptimizerKind.Nesterov));

    /// <summary>The combination that <paramref name="method"/> names.</summary>
    public static MethodPreset For(MethodKind method) => method switch
    {
        MethodKind.DataParallel => DataParallel,
        MethodKind.LocalSgd => LocalSgd,
        MethodKind.Diloco => Diloco,
        _ => throw new UnreachableException(),
    };
}
