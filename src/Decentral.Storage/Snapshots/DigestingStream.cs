using System.Security.Cryptography;

namespace Decentral.Storage.Snapshots;

/// <summary>Passes on what is written, and keeps its length and SHA-256.</summary>
internal sealed class DigestingStream(Stream inner) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException("A snapshot's part is written from front to end.");
    }

    /// <summary>Describes what was written.</summary>
    public SnapshotPart Describe(string name) => new(name, _length, Convert.ToHexStringLower(_hash.GetCurrentHash()));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _hash.AppendData(buffer);
        _length += buffer.Length;
        inner.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void WriteByte(byte value) => Write([value]);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A snapshot's part is only written.");

    public override long Seek(long offset, SeekOrigin origin) =>
        throw new NotSupportedException("A snapshot's part is written from front to end.");

    public override void SetLength(long value) =>
        throw new NotSupportedException("A snapshot's part is written from front to end.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
