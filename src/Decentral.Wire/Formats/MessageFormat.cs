using System.Diagnostics.CodeAnalysis;
using System.Text;
using Decentral.Actors;
using Decentral.Actors.Hosting;
using Decentral.Actors.Transfers;
using Decentral.Wire.Records;

namespace Decentral.Wire.Formats;

/// <summary>How messages of one type travel, for an engine that does not know the type.</summary>
public abstract class MessageFormat
{
    /// <summary>Bytes that a manifest may have.</summary>
    public const int MaxManifestBytes = 64;

    private protected MessageFormat(string manifest)
    {
        ArgumentException.ThrowIfNullOrEmpty(manifest);
        if (manifest.Length > MaxManifestBytes || manifest.Any(unit => unit is <= ' ' or > '~'))
        {
            throw new ArgumentException(
                $"The manifest '{manifest}' is to be at most {MaxManifestBytes} visible ASCII characters, as in " +
                "'training.start-round'.",
                nameof(manifest));
        }

        Manifest = manifest;
        ManifestBytes = Encoding.ASCII.GetBytes(manifest);
    }

    /// <summary>Names the format on the wire, in all versions of the program.</summary>
    public string Manifest { get; }

    /// <summary>The manifest as it travels.</summary>
    public ReadOnlySpan<byte> ManifestUtf8 => ManifestBytes;

    /// <summary>What travels.</summary>
    public abstract Type MessageType { get; }

    /// <summary>The carrier of such messages.</summary>
    internal abstract MessageType Carrier { get; }

    /// <summary>The carrier of bulk data whose header is such a message.</summary>
    internal abstract MessageType TransferCarrier { get; }

    private byte[] ManifestBytes { get; }

    /// <summary>Writes a message of an envelope, whose carriage goes on.</summary>
    public abstract void WriteCarried(ref MessageWriter writer, object carried);

    /// <summary>Writes the header of an envelope's bulk data, whose carriage goes on.</summary>
    public abstract void WriteTransferred(ref MessageWriter writer, object carried);

    /// <summary>The bulk data of an envelope, which still owns it.</summary>
    public abstract Payload PayloadOf(object carried);

    /// <summary>Reads a message, with which the bytes end.</summary>
    /// <exception cref="WireFormatException">The bytes are another message, or none.</exception>
    public abstract Envelope ReadEnvelope(ref MessageReader reader, ActorRef sender);

    /// <summary>Reads the header of bulk data, with which the bytes end, and puts them together.</summary>
    /// <param name="reader">Stands at the header.</param>
    /// <param name="payload">Belongs to the envelope that is returned, and else still to the caller.</param>
    /// <param name="sender">Who told it.</param>
    /// <exception cref="WireFormatException">The bytes are another message, or none.</exception>
    public abstract Envelope ReadTransferred(ref MessageReader reader, Payload payload, ActorRef sender);

    /// <summary>Reads a message that came from outside, with which the bytes end.</summary>
    /// <param name="reader">Stands at the message.</param>
    /// <param name="sender">Who told it.</param>
    /// <param name="envelope">The message.</param>
    /// <param name="reason">Why there is none: message and field, what was expected and what was found.</param>
    public bool TryReadEnvelope(
        ref MessageReader reader, ActorRef sender, out Envelope envelope, [NotNullWhen(false)] out string? reason)
    {
        try
        {
            envelope = ReadEnvelope(ref reader, sender);
            reason = null;
            return true;
        }
        catch (WireFormatException error)
        {
            envelope = default;
            reason = error.Message;
            return false;
        }
    }

    /// <summary>Reads the header of bulk data that came from outside, with which the bytes end.</summary>
    /// <param name="reader">Stands at the header.</param>
    /// <param name="payload">Belongs to the envelope that is given, and else still to the caller.</param>
    /// <param name="sender">Who told it.</param>
    /// <param name="envelope">Header and payload.</param>
    /// <param name="reason">Why there is none: message and field, what was expected and what was found.</param>
    public bool TryReadTransferred(
        ref MessageReader reader,
        Payload payload,
        ActorRef sender,
        out Envelope envelope,
        [NotNullWhen(false)] out string? reason)
    {
        try
        {
            envelope = ReadTransferred(ref reader, payload, sender);
            reason = null;
            return true;
        }
        catch (WireFormatException error)
        {
            envelope = default;
            reason = error.Message;
            return false;
        }
    }

    /// <inheritdoc />
    public sealed override string ToString() => $"{Manifest} ({GetType().Name} of {MessageType.Name})";
}
