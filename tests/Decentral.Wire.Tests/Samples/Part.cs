namespace Decentral.Wire.Tests.Samples;

internal readonly record struct Part(string Name, int Size);
