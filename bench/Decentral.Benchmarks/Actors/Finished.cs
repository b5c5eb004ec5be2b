namespace Decentral.Benchmarks.Actors;

internal readonly record struct Finished;
