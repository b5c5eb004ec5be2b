namespace Decentral.Wire.Tests.Samples;

internal enum Colour : byte
{
    Red = 1,
    Green = 2,
    Violet = 200,
}
