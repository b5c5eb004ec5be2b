namespace Decentral.Storage;

/// <summary>Something on disk cannot be used or written; the message says what, why, and the remedy.</summary>
public sealed class StorageException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public StorageException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, and what it came from.</summary>
    public StorageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
