using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Decentral.Actors.Transfers;

namespace Decentral.Training.Workers;

/// <summary>
/// A part of a snapshot, and what a worker hands to one that has missed a version: magic (8 bytes), length of the header (4,
/// little-endian), the header as JSON, then the sections as fp32, each one value a parameter, then the updates that wait for their
/// rounds' outcomes, and the aggregate that led to the version, as they are sent.
/// </summary>
internal sealed class SnapshotPart
{
    private const int PrefixLength = 12;
    private const int MaxHeaderLength = 1 << 20;

    private readonly ReadOnlyMemory<byte> _sections;
    private readonly int _sectionLength;

    private SnapshotPart(SnapshotPartHeader header, ReadOnlyMemory<byte> sections, int sectionLength)
    {
        Header = header;
        _sections = sections;
        _sectionLength = sectionLength;
    }

    public SnapshotPartHeader Header { get; }

    private static ReadOnlySpan<byte> Magic => "DCTLPRT2"u8;

    private static ReadOnlySpan<byte> EarlierMagic => "DCTLPRT1"u8;

    /// <summary>The updates that wait for their rounds' outcomes, as they are sent.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Outgoing
    {
        get
        {
            var rest = _sections[^(Header.OutgoingLengths.Sum() + Header.AppliedLength)..];
            foreach (var length in Header.OutgoingLengths)
            {
                yield return rest[..length];
                rest = rest[length..];
            }
        }
    }

    /// <summary>The aggregate that led to the version, as it is sent; empty where it is not kept.</summary>
    public ReadOnlyMemory<byte> Applied => _sections[^Header.AppliedLength..];

    /// <param name="header">What stands before the values; the names and the lengths of what follows are filled in.</param>
    /// <param name="sections">The values.</param>
    /// <param name="outgoing">The updates that <see cref="SnapshotPartHeader.Outgoing"/> describes.</param>
    /// <param name="applied">The aggregate that <see cref="SnapshotPartHeader.Applied"/> describes; empty where there is none.</param>
    public static Payload Write(
        SnapshotPartHeader header,
        IReadOnlyList<SnapshotSection> sections,
        ImmutableArray<Payload> outgoing,
        ReadOnlySpan<byte> applied)
    {
        var named = header with
        {
            Sections = [.. sections.Select(section => section.Name)],
            OutgoingLengths = [.. outgoing.Select(update => update.Bytes.Length)],
            AppliedLength = applied.Length,
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(named, SnapshotJson.Default.SnapshotPartHeader);
        var length = PrefixLength + json.Length + sections.Sum(section => checked(section.Values.Length * sizeof(float)))
            + named.OutgoingLengths.Sum() + applied.Length;
        var memory = MemoryPool<byte>.Shared.Rent(length);
        var rest = memory.Memory.Span[..length];
        Magic.CopyTo(rest);
        BinaryPrimitives.WriteInt32LittleEndian(rest[Magic.Length..], json.Length);
        json.CopyTo(rest[PrefixLength..]);
        rest = rest[(PrefixLength + json.Length)..];
        foreach (var section in sections)
        {
            var bytes = MemoryMarshal.AsBytes(section.Values.Span);
            bytes.CopyTo(rest);
            rest = rest[bytes.Length..];
        }

        foreach (var update in outgoing)
        {
            update.Bytes.Span.CopyTo(rest);
            rest = rest[update.Bytes.Length..];
        }

        applied.CopyTo(rest);
        return new Payload(memory, length);
    }

    /// <param name="bytes">Bytes that may be anything.</param>
    /// <param name="parameterCount">Parameters of the model.</param>
    /// <exception cref="InvalidDataException">They are not a part of a snapshot of such a model.</exception>
    public static SnapshotPart Read(ReadOnlyMemory<byte> bytes, int parameterCount)
    {
        if (bytes.Span.StartsWith(EarlierMagic))
        {
            throw new InvalidDataException(
                "The part of a snapshot was written by an earlier version of Decentral, and this one reads none of those: "
                + "go on with the version that the run was begun with, or begin anew with its exported weights as model.weights.");
        }

        if (bytes.Length < PrefixLength || !bytes.Span.StartsWith(Magic))
        {
            throw new InvalidDataException($"These {bytes.Length} bytes are not a part of a snapshot: they begin otherwise.");
        }

        var headerLength = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[Magic.Length..]);
        if (headerLength is < 2 or > MaxHeaderLength || headerLength > bytes.Length - PrefixLength)
        {
            throw new InvalidDataException(
                $"The part of a snapshot claims a header of {headerLength} bytes in {bytes.Length}: it is damaged.");
        }

        var header = ReadHeader(bytes.Span.Slice(PrefixLength, headerLength));
        var sections = bytes[(PrefixLength + headerLength)..];
        var sectionLength = checked(parameterCount * sizeof(float));
        var sent = (long)header.OutgoingLengths.Sum() + header.AppliedLength;
        return sections.Length == ((long)header.Sections.Count * sectionLength) + sent
            ? new SnapshotPart(header, sections, sectionLength)
            : throw new InvalidDataException(
                $"The part of a snapshot has {sections.Length} bytes of values; {header.Sections.Count} times {parameterCount} " +
                $"parameters take {(long)header.Sections.Count * sectionLength}, and what is on its way " +
                $"{sent}: it is of another model, or damaged.");
    }

    /// <summary>The values of a section.</summary>
    /// <exception cref="InvalidDataException">The part has no such section.</exception>
    public ReadOnlySpan<float> Section(string name)
    {
        Require([name]);
        var index = Header.Sections.TakeWhile(other => other != name).Count();
        return MemoryMarshal.Cast<byte, float>(_sections.Span.Slice(index * _sectionLength, _sectionLength));
    }

    /// <summary>Whether the part has such a section.</summary>
    public bool Has(string name) => Header.Sections.Contains(name);

    /// <summary>Makes sure that the part has some sections, before anything is taken from it.</summary>
    /// <exception cref="InvalidDataException">It lacks one.</exception>
    public void Require(IEnumerable<string> names)
    {
        if (names.FirstOrDefault(name => !Has(name)) is { } missing)
        {
            throw new InvalidDataException(
                $"The part of a snapshot has no {missing}, only {string.Join(", ", Header.Sections)}: it is of another method.");
        }
    }

    private static SnapshotPartHeader ReadHeader(ReadOnlySpan<byte> json)
    {
        try
        {
            var header = JsonSerializer.Deserialize(json, SnapshotJson.Default.SnapshotPartHeader);
            return header is { IsWellFormed: true }
                ? header
                : throw new InvalidDataException("The part of a snapshot has a header that cannot be: it is damaged.");
        }
        catch (Exception error) when (error is JsonException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"The part of a snapshot has a damaged header: {error.Message}", error);
        }
    }
}
