namespace Decentral.Wire.Tests.Samples;

/// <summary>A small struct, which travels in a pooled box.</summary>
internal readonly record struct Tick(long Round, double Loss);
