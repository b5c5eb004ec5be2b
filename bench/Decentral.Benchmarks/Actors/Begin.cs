namespace Decentral.Benchmarks.Actors;

/// <summary>Asks for so many messages; answered when all have arrived.</summary>
internal readonly record struct Begin(int Messages);
