using System.Buffers.Binary;

namespace Decentral.Storage.Journals;

/// <summary>
/// Follows a write-ahead log frame by frame as SQLite's recovery would, and beyond the place where that stops. Frames
/// of an earlier use of the log carry another salt and are passed over.
/// </summary>
internal sealed class WriteAheadLogScan
{
    private const uint LittleEndianMagic = 0x377F_0682;
    private const uint BigEndianMagic = 0x377F_0683;

    /// <summary>Of the frames since the last whole transaction; a page comes once in a transaction.</summary>
    private readonly HashSet<uint> _pages = [];
    private readonly bool _isBigEndian;
    private readonly ulong _salt;
    private uint _sum0;
    private uint _sum1;
    private bool _isBroken;
    private bool _isBrokenTransactionOver;

    private WriteAheadLogScan(ReadOnlySpan<byte> header)
    {
        _isBigEndian = Word(header, 0) == BigEndianMagic;
        PageBytes = (int)Math.Min(Word(header, 2), 1 << 16);
        _salt = BinaryPrimitives.ReadUInt64BigEndian(header[16..]);
        Sum(header[..24]);
    }

    public int PageBytes { get; }

    /// <summary>Begins after the log's header; false when that is not whole.</summary>
    public static bool TryStart(ReadOnlySpan<byte> header, out WriteAheadLogScan scan)
    {
        scan = new WriteAheadLogScan(header);
        return Word(header, 0) is LittleEndianMagic or BigEndianMagic
            && scan._sum0 == Word(header, 6) && scan._sum1 == Word(header, 7);
    }

    /// <summary>
    /// Takes the next frame (header and page); says what shows that an earlier one was damaged after it was synced.
    /// </summary>
    public string? Add(ReadOnlySpan<byte> frame)
    {
        if (BinaryPrimitives.ReadUInt64BigEndian(frame[8..]) != _salt)
        {
            _isBroken = true;
            return null;
        }

        Sum(frame[..8]);
        Sum(frame[24..]);
        _isBroken |= _sum0 != Word(frame, 4) || _sum1 != Word(frame, 5);
        var page = Word(frame, 0);
        var isCommit = Word(frame, 1) != 0;
        if (_isBroken && (_isBrokenTransactionOver || !_pages.Add(page)))
        {
            return "later transactions follow a frame whose checksum is wrong";
        }

        _isBrokenTransactionOver = _isBroken && isCommit;
        Advance(page, isCommit);
        return null;
    }

    private void Advance(uint page, bool isCommit)
    {
        if (_isBroken)
        {
            return;
        }

        _pages.Add(page);
        if (isCommit)
        {
            _pages.Clear();
        }
    }

    private void Sum(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at += 8)
        {
            _sum0 += Read(bytes[at..]) + _sum1;
            _sum1 += Read(bytes[(at + 4)..]) + _sum0;
        }
    }

    private uint Read(ReadOnlySpan<byte> bytes) => _isBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static uint Word(ReadOnlySpan<byte> bytes, int index) =>
        BinaryPrimitives.ReadUInt32BigEndian(bytes[(index * 4)..]);
}
