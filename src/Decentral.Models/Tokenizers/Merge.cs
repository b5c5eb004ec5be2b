namespace Decentral.Models.Tokenizers;

/// <summary>One step of byte-pair encoding: two adjacent tokens become one.</summary>
internal readonly record struct Merge(int Left, int Right, int Merged)
{
    /// <summary>Both tokens in one number, which orders pairs by the left token, then the right.</summary>
    public ulong Pair => PairOf(Left, Right);

    public static ulong PairOf(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;
}
