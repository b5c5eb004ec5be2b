namespace Decentral.Conformance;

/// <summary>A small message.</summary>
public readonly record struct Note(long Value);
