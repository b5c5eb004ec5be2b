namespace Decentral.Benchmarks.Actors;

/// <summary>A small message.</summary>
internal readonly record struct Item(long Value);
