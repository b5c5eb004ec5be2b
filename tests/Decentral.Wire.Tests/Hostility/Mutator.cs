using Decentral.Actors;
using Decentral.Wire.Tests.MessagePack;
using Decentral.Wire.Tests.Samples;

namespace Decentral.Wire.Tests.Hostility;

/// <summary>Bytes that were a message before somebody tampered with them.</summary>
internal sealed class Mutator
{
    public const int MaxBytes = 512;

    /// <summary>What comes of them is most often wrong in an interesting way.</summary>
    private static readonly byte[][] Splinters =
    [
        [0xDD, 0xFF, 0xFF, 0xFF, 0xFF], [0xDB, 0xFF, 0xFF, 0xFF, 0xFF], [0xDF, 0x80, 0x00, 0x00, 0x00],
        [0xC6, 0x7F, 0xFF, 0xFF, 0xFF], [0xC9, 0x00, 0x00, 0x00, 0x01, 0x00], [0xCF, 0xFF, 0xFF, 0xFF, 0xFF], [0xC1], [0xC0],
        [0x91, 0x91, 0x91, 0x91, 0x91, 0x91], [0x81, 0x81, 0x81], [0xDC, 0x01, 0x00], [0xDA, 0x00, 0x00], [0x9F], [0x90],
    ];

    private readonly Random _random;
    private readonly byte[][] _corpus;
    private readonly byte[] _bytes = new byte[MaxBytes];
    private int _length;

    public Mutator(int seed)
    {
        _random = new Random(seed);
        var reports = Enumerable.Range(0, 20).Select(index => new ReportFormat().Bytes(Report.Sample with
        {
            Note = new string('é', index * 3),
            Deadline = index % 2 == 0 ? null : index,
            Worker = Addresses.Instance.Resolve(new ActorAddress(new NodeId("n"), $"worker-{index}", index)),
            Parts = [.. Enumerable.Range(0, index).Select(part => new Part($"part {part}", part))],
        }));
        var ticks = Enumerable.Range(0, 4).Select(index => new TickFormat().Bytes(new Tick(1L << (index * 12), index)));
        var trees = Enumerable.Range(seed, 20).Select(each => new RandomTrees(each).Next().Write());
        _corpus = [.. reports.Concat(ticks).Concat(trees).Where(bytes => bytes.Length <= MaxBytes)];
    }

    /// <summary>The next input; valid until the one after it.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        var source = _corpus[_random.Next(_corpus.Length)];
        source.CopyTo(_bytes, 0);
        _length = source.Length;
        for (var changes = 1 + _random.Next(4); changes > 0; changes--)
        {
            Change();
        }

        return _bytes.AsMemory(0, _length);
    }

    private void Change()
    {
        var place = _random.Next(_length + 1);
        switch (_random.Next(6))
        {
            case 0 when place < _length:
                _bytes[place] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when place < _length:
                _bytes[place] = (byte)_random.Next(256);
                break;
            case 2:
                _length = place;
                break;
            case 3:
                Splice(place, Splinters[_random.Next(Splinters.Length)], _random.Next(2));
                break;
            case 4:
                Splice(place, [], _random.Next(8));
                break;
            default:
                Splice(place, _corpus[_random.Next(_corpus.Length)].AsSpan(0, 1), 0);
                break;
        }
    }

    /// <summary>Puts other bytes in the place of some, as far as there is room.</summary>
    private void Splice(int place, ReadOnlySpan<byte> bytes, int removed)
    {
        var rest = _bytes.AsSpan(Math.Min(place + removed, _length).._length).ToArray();
        var room = _bytes.AsSpan(place);
        bytes = bytes[..Math.Min(bytes.Length, room.Length)];
        bytes.CopyTo(room);
        room = room[bytes.Length..];
        rest = rest[..Math.Min(rest.Length, room.Length)];
        rest.CopyTo(room);
        _length = place + bytes.Length + rest.Length;
    }
}
