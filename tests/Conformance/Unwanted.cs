namespace Decentral.Conformance;

/// <summary>A message that nobody takes.</summary>
public sealed record Unwanted(long Value);
