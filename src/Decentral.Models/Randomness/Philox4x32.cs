namespace Decentral.Models.Randomness;

/// <summary>
/// The counter-based generator Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011):
/// a keyed bijection of 128-bit counters whose outputs pass BigCrush. It has no state, so any member computes any draw.
/// </summary>
public static class Philox4x32
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint KeyIncrement0 = 0x9E3779B9;
    private const uint KeyIncrement1 = 0xBB67AE85;

    /// <summary>The 128 random bits that <paramref name="key"/> assigns to <paramref name="counter"/>.</summary>
    /// <param name="counter">Any value; distinct counters give distinct blocks under one key.</param>
    /// <param name="key">Low half: the first key word of the paper; high half: the second.</param>
    public static PhiloxBlock Generate(PhiloxBlock counter, ulong key)
    {
        var (word0, word1, word2, word3) = counter;
        var key0 = (uint)key;
        var key1 = (uint)(key >> 32);
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * word0;
            var product1 = (ulong)Multiplier1 * word2;
            word0 = (uint)(product1 >> 32) ^ word1 ^ key0;
            word1 = (uint)product1;
            word2 = (uint)(product0 >> 32) ^ word3 ^ key1;
            word3 = (uint)product0;
            key0 += KeyIncrement0;
            key1 += KeyIncrement1;
        }

        return new PhiloxBlock(word0, word1, word2, word3);
    }
}
