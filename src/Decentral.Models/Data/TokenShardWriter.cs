using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Decentral.Files;

namespace Decentral.Models.Data;

/// <summary>
/// Writes one token shard beside its place and renames it there once it is on disk, so that a shard is whole or absent.
/// </summary>
internal sealed class TokenShardWriter : IDisposable
{
    private const int BufferSizeInBytes = 1 << 16;
    private const string PassingName = "shard";

    private readonly string _folder;
    private readonly int _vocabularySize;
    private readonly TokenWidth _width;
    private readonly PendingFile _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[BufferSizeInBytes];
    private int _buffered;

    public TokenShardWriter(string folder, int vocabularySize)
    {
        _folder = folder;
        _vocabularySize = vocabularySize;
        _width = TokenShardHeader.WidthFor(vocabularySize);
        DirectorySync.Create(Path.GetFullPath(folder));
        _file = PendingFile.CreateBeside(Path.Combine(folder, PassingName));
        _file.Stream.Write(stackalloc byte[TokenShardHeader.SizeInBytes]);
    }

    public long TokenCount { get; private set; }

    /// <exception cref="ArgumentOutOfRangeException">A token lies outside the vocabulary.</exception>
    public void Append(ReadOnlySpan<int> tokens)
    {
        while (!tokens.IsEmpty)
        {
            var room = (BufferSizeInBytes - _buffered) / (int)_width;
            ReadOnlySpan<int> part = tokens[..Math.Min(room, tokens.Length)];
            Narrow(part, _buffer.AsSpan(_buffered));
            _buffered += part.Length * (int)_width;
            TokenCount += part.Length;
            tokens = tokens[part.Length..];
            if (_buffered == BufferSizeInBytes)
            {
                FlushBuffer();
            }
        }
    }

    /// <summary>Seals the shard and moves it to its place, which its digest names.</summary>
    public ShardReference Complete()
    {
        FlushBuffer();
        Span<byte> header = stackalloc byte[TokenShardHeader.SizeInBytes];
        Span<byte> description = header[..TokenShardHeader.DescriptionSizeInBytes];
        new TokenShardHeader(_width, TokenCount, _vocabularySize).WriteDescription(description);
        _hash.AppendData(description);
        var digest = ContentDigest.Finish(_hash);
        digest.CopyTo(header[TokenShardHeader.DescriptionSizeInBytes..]);
        _file.Stream.Position = 0;
        _file.Stream.Write(header);
        _file.MoveTo(TokenShardStore.PathOf(_folder, digest));
        return new ShardReference(digest, TokenCount);
    }

    public void Dispose()
    {
        _hash.Dispose();
        _file.Dispose();
    }

    private void FlushBuffer()
    {
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(0, _buffered);
        _hash.AppendData(bytes);
        _file.Stream.Write(bytes);
        _buffered = 0;
    }

    private void Narrow(ReadOnlySpan<int> tokens, Span<byte> destination)
    {
        CheckRange(tokens);
        switch (_width)
        {
            case TokenWidth.OneByte:
                for (var i = 0; i < tokens.Length; i++)
                {
                    destination[i] = (byte)tokens[i];
                }

                break;
            case TokenWidth.TwoBytes:
                Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(destination);
                for (var i = 0; i < tokens.Length; i++)
                {
                    words[i] = (ushort)tokens[i];
                }

                break;
            case TokenWidth.FourBytes:
                MemoryMarshal.AsBytes(tokens).CopyTo(destination);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void CheckRange(ReadOnlySpan<int> tokens)
    {
        foreach (var token in tokens)
        {
            if ((uint)token >= (uint)_vocabularySize)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(tokens), token, $"A token must be below the vocabulary size, {_vocabularySize}.");
            }
        }
    }
}
