namespace Decentral.Pipeline.Recovery;

/// <summary>What is done again.</summary>
/// <param name="Scope">By whom.</param>
/// <param name="ToStep">The step after which training goes on: the current one where nothing is rewound.</param>
internal readonly record struct Rewind(RewindScope Scope, long ToStep);
