namespace Decentral.Wire;

/// <summary>
/// Bytes are not the message they are said to be; the message says which message and field, what was expected and what was
/// found. Ends at the boundary: see <see cref="Formats.MessageFormat.TryReadEnvelope"/>.
/// </summary>
public sealed class WireFormatException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public WireFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, and what it came from.</summary>
    public WireFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
