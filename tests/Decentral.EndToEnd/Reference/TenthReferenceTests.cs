namespace Decentral.EndToEnd.Reference;

/// <summary>
/// 400 steps of each worker. After so few, a different seed alone moves the last held-out loss of PyTorch's own runs by up to
/// 1 % (two seeds of each method), and ours differs from each by another draw; the bound is three times that. What a mistake in
/// the method costs is more: DiLoCo is 4 % above data-parallel here, and the loss falls by 4 % in the last 100 steps.
/// </summary>
public sealed class TenthReferenceTests(TenthRuns runs) : ReferenceTests(runs, bound: 0.03), IClassFixture<TenthRuns>;
