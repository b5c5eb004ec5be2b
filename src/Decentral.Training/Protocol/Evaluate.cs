using Decentral.Models.Data;

namespace Decentral.Training.Protocol;

/// <summary>Measure the held-out loss of the global parameters on some windows, before the next round begins.</summary>
/// <param name="Term">The coordinator's term.</param>
/// <param name="Version">The version to measure.</param>
/// <param name="Windows">Held-out windows; may be empty.</param>
public sealed record Evaluate(Term Term, Round Version, SampleRange Windows) : WorkerOrder(Term);
