using System.Buffers;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Decentral.Actors.Hosting;
using Decentral.Wire.Records;

namespace Decentral.Wire.Formats;

/// <summary>The formats of all messages that an engine sends and receives.</summary>
public sealed class MessageCatalogue
{
    private readonly FrozenDictionary<Type, MessageFormat> _byType;
    private readonly FrozenDictionary<MessageType, MessageFormat> _byCarrier;
    private readonly FrozenDictionary<MessageType, MessageFormat> _byTransferCarrier;
    private readonly Dictionary<string, MessageFormat>.AlternateLookup<ReadOnlySpan<byte>> _byManifest;

    /// <summary>Of these formats.</summary>
    /// <exception cref="ArgumentException">Two have the same manifest or message; both are named.</exception>
    public MessageCatalogue(IEnumerable<MessageFormat> formats)
    {
        Formats = [.. formats.OrderBy(format => format.Manifest, StringComparer.Ordinal)];
        RefuseTwins(Formats, format => format.Manifest, "manifest");
        RefuseTwins(Formats, format => format.MessageType, "message type");
        _byType = Formats.ToFrozenDictionary(format => format.MessageType);
        _byCarrier = Formats.ToFrozenDictionary(format => format.Carrier);
        _byTransferCarrier = Formats.ToFrozenDictionary(format => format.TransferCarrier);
        // Not a frozen one: those of texts are looked up by characters only.
        _byManifest = Formats.ToDictionary(format => format.Manifest, new ManifestComparer())
            .GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>All formats, ordered by manifest.</summary>
    public IReadOnlyList<MessageFormat> Formats { get; }

    /// <summary>The format of the messages of a type.</summary>
    public bool TryFind(Type messageType, [NotNullWhen(true)] out MessageFormat? format) =>
        _byType.TryGetValue(messageType, out format);

    /// <summary>The format of an envelope's message.</summary>
    /// <param name="type">Of the envelope.</param>
    /// <param name="format">Its format.</param>
    public bool TryFind(MessageType type, [NotNullWhen(true)] out MessageFormat? format) =>
        _byCarrier.TryGetValue(type, out format);

    /// <summary>
    /// The format of the header of an envelope's bulk data, for <see cref="MessageFormat.WriteTransferred"/> and
    /// <see cref="MessageFormat.PayloadOf"/>.
    /// </summary>
    /// <param name="type">Of the envelope.</param>
    /// <param name="format">Its header's format; none where the envelope carries no bulk data.</param>
    public bool TryFindTransferred(MessageType type, [NotNullWhen(true)] out MessageFormat? format) =>
        _byTransferCarrier.TryGetValue(type, out format);

    /// <summary>The format that a manifest names.</summary>
    public bool TryFind(ReadOnlySpan<byte> manifest, [NotNullWhen(true)] out MessageFormat? format) =>
        _byManifest.TryGetValue(manifest, out format);

    /// <summary>Reads which format a message has that came from outside; allocates nothing if it is there.</summary>
    /// <param name="reader">Stands at the manifest.</param>
    /// <param name="format">The format.</param>
    /// <param name="reason">Why there is none.</param>
    public bool TryReadFormat(
        ref MessageReader reader,
        [NotNullWhen(true)] out MessageFormat? format,
        [NotNullWhen(false)] out string? reason)
    {
        try
        {
            var manifest = reader.ReadUtf8();
            var isKnown = TryFind(manifest, out format);
            reason = isKnown ? null : reader.Refuse("a known manifest", Quoted(manifest)).Message;
            return isKnown;
        }
        catch (WireFormatException error)
        {
            format = null;
            reason = error.Message;
            return false;
        }
    }

    private static string Quoted(in ReadOnlySequence<byte> manifest)
    {
        var start = manifest.Slice(0, Math.Min(manifest.Length, MessageFormat.MaxManifestBytes));
        return $"'{Encoding.ASCII.GetString(start)}'";
    }

    private bool TryFind(in ReadOnlySequence<byte> manifest, [NotNullWhen(true)] out MessageFormat? format)
    {
        if (manifest.IsSingleSegment)
        {
            return TryFind(manifest.FirstSpan, out format);
        }

        if (manifest.Length > MessageFormat.MaxManifestBytes)
        {
            format = null;
            return false;
        }

        Span<byte> joined = stackalloc byte[MessageFormat.MaxManifestBytes];
        manifest.CopyTo(joined);
        return TryFind(joined[..(int)manifest.Length], out format);
    }

    private static void RefuseTwins<TKey>(
        IReadOnlyList<MessageFormat> formats, Func<MessageFormat, TKey> keyOf, string what)
        where TKey : notnull
    {
        foreach (var twins in formats.GroupBy(keyOf).Where(group => group.Skip(1).Any()))
        {
            throw new ArgumentException(
                $"The {what} {twins.Key} has two formats, {twins.First()} and {twins.Last()}: leave one out, or rename it.",
                nameof(formats));
        }
    }
}
