namespace Decentral.Benchmarks.Failures;

/// <summary>What the paper says, and what was found.</summary>
internal sealed record FailureRelation(string Claim, string Found, string Verdict);
