namespace Decentral.Models.Randomness;

/// <summary>
/// 128 bits as four words: a counter on the way into <see cref="Philox4x32"/>, random bits on the way out.
/// </summary>
public readonly record struct PhiloxBlock(uint Word0, uint Word1, uint Word2, uint Word3);
