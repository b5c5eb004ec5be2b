using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Numerics;
using System.Security.Cryptography;

namespace Decentral.Models.Data;

/// <summary>
/// A file of tokens, mapped into memory and read in place. Reading is safe from any number of threads and allocates
/// nothing. Whoever opened it disposes it, after the last read.
/// </summary>
internal sealed unsafe class TokenShard : IDisposable
{
    private const int HashStrideInBytes = 1 << 20;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly TokenWidth _width;
    private byte* _tokens;

    private TokenShard(MemoryMappedFile file, TokenShardHeader header, long fileLength)
    {
        _file = file;
        _width = header.Width;
        TokenCount = header.TokenCount;
        VocabularySize = header.VocabularySize;
        _view = file.CreateViewAccessor(0, fileLength, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _tokens = start + _view.PointerOffset + TokenShardHeader.SizeInBytes;
    }

    public long TokenCount { get; }

    public int VocabularySize { get; }

    /// <summary>Opens the shard and checks header, length and digest; reads the file once, whole.</summary>
    /// <exception cref="InvalidDataException">The file is not the shard that was asked for, truncated, or
    /// corrupt.</exception>
    public static TokenShard Open(string path, ShardReference expected)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1);
        Span<byte> bytes = stackalloc byte[TokenShardHeader.SizeInBytes];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var header = TokenShardHeader.Read(bytes[..read], stream.Length, path, out ContentDigest digest);
        if (digest != expected.Digest || header.TokenCount != expected.TokenCount)
        {
            throw new InvalidDataException(
                $"'{path}' is another token shard: expected {expected.TokenCount} tokens with digest " +
                $"{expected.Digest}, found {header.TokenCount} with {digest}. Delete it and prepare the data again.");
        }

        var mapped = MemoryMappedFile.CreateFromFile(
            stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        var shard = new TokenShard(mapped, header, stream.Length);
        try
        {
            shard.CheckDigest(bytes[..TokenShardHeader.DescriptionSizeInBytes], digest, path);
            return shard;
        }
        catch
        {
            shard.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Copies the tokens from <paramref name="start"/> on until <paramref name="destination"/> is full.
    /// </summary>
    /// <typeparam name="T">An integer that holds every token of the vocabulary.</typeparam>
    public void Read<T>(long start, Span<T> destination)
        where T : unmanaged, IBinaryInteger<T>
    {
        var source = At(start, destination.Length);
        switch (_width)
        {
            case TokenWidth.OneByte:
                Widen(source, destination);
                break;
            case TokenWidth.TwoBytes:
                Widen((ushort*)source, destination);
                break;
            case TokenWidth.FourBytes:
                Widen((uint*)source, destination);
                break;
            default:
                throw new UnreachableException();
        }
    }

    public void Dispose()
    {
        if (_tokens is not null)
        {
            _tokens = null;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        }

        _view.Dispose();
        _file.Dispose();
    }

    private byte* At(long start, int count)
    {
        ObjectDisposedException.ThrowIf(_tokens is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, TokenCount - count);
        return _tokens + (start * (int)_width);
    }

    private static void Widen<TStored, T>(TStored* source, Span<T> destination)
        where TStored : unmanaged, IBinaryInteger<TStored>
        where T : unmanaged, IBinaryInteger<T>
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = T.CreateTruncating(source[i]);
        }
    }

    private void CheckDigest(ReadOnlySpan<byte> description, ContentDigest expected, string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = TokenCount * (int)_width;
        for (long offset = 0; offset < length; offset += HashStrideInBytes)
        {
            var stride = (int)Math.Min(HashStrideInBytes, length - offset);
            hash.AppendData(new ReadOnlySpan<byte>(_tokens + offset, stride));
        }

        hash.AppendData(description);
        var found = ContentDigest.Finish(hash);
        if (found != expected)
        {
            throw new InvalidDataException(
                $"Token shard '{path}' is corrupt: its digest should be {expected} and is {found}. " +
                "Delete it and prepare the data again.");
        }
    }
}
