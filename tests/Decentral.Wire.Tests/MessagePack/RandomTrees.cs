namespace Decentral.Wire.Tests.MessagePack;

/// <summary>Draws values of all formats, those about the boundaries between formats most often.</summary>
internal sealed class RandomTrees(int seed)
{
    private static readonly int[] Lengths = [0, 1, 2, 3, 4, 5, 8, 15, 16, 17, 31, 32, 33, 255, 256, 257];
    private static readonly string[] Letters = ["a", "Z", " ", "\0", "é", "€", "\uFFFD", "漢", "😀"];

    private readonly Random _random = new(seed);

    public Tree Next(int depth = 4) => _random.Next(depth > 0 ? 12 : 9) switch
    {
        0 => new Tree.Nothing(),
        1 => new Tree.Truth(_random.Next(2) == 0),
        2 or 3 => new Tree.Whole(Integer()),
        4 => new Tree.Narrow((float)_random.NextDouble() * (1 << _random.Next(30))),
        5 => new Tree.Wide(Double()),
        6 => new Tree.Written(string.Concat(Enumerable.Range(0, Length()).Select(_ => Pick(Letters)))),
        7 => new Tree.Bytes(Bytes()),
        8 => new Tree.Extension((sbyte)_random.Next(0, 128), Bytes()),
        9 or 10 => new Tree.Row(Many(depth, 1)),
        _ => new Tree.Pairs(Many(depth, 2)),
    };

    private Int128 Integer()
    {
        var power = (Int128)1 << _random.Next(65);
        var value = power + _random.Next(-2, 2);
        value = _random.Next(2) == 0 ? value : -value;
        return Int128.Clamp(value, long.MinValue, ulong.MaxValue);
    }

    private double Double() => _random.Next(6) switch
    {
        0 => double.NegativeInfinity,
        1 => -0.0,
        2 => double.Epsilon,
        3 => BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000),
        _ => (_random.NextDouble() - 0.5) * Math.Pow(10, _random.Next(-300, 300)),
    };

    private byte[] Bytes()
    {
        var bytes = new byte[Length()];
        _random.NextBytes(bytes);
        return bytes;
    }

    private Tree[] Many(int depth, int times)
    {
        var count = depth < 3 ? _random.Next(4) : _random.Next(20);
        return [.. Enumerable.Range(0, times * count).Select(_ => Next(depth - 1))];
    }

    private int Length() => Pick(Lengths);

    private T Pick<T>(T[] choices) => choices[_random.Next(choices.Length)];
}
