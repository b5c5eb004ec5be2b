namespace Decentral.Wire.MessagePack;

/// <summary>The bytes are not the value that was asked for; the message says what was found.</summary>
public sealed class MessagePackSerializationException : Exception
{
    /// <summary>Says what was found.</summary>
    public MessagePackSerializationException(string message)
        : base(message)
    {
    }

    /// <summary>Says what was found, and what it came from.</summary>
    public MessagePackSerializationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
