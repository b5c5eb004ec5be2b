namespace Decentral.Codecs.Blocks;

/// <summary>Where E3M0 changes from one power of two to the next.</summary>
public enum E3M0Rounding
{
    /// <summary>
    /// At their geometric mean, √2 · 2^e: the nearest exponent. Values lie within a factor of √2 of what they become.
    /// </summary>
    Geometric,

    /// <summary>
    /// At their arithmetic mean, 1.5 · 2^e: the nearest value, with the least squared error; ties go up.
    /// </summary>
    Arithmetic,
}
