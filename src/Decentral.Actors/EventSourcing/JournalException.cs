namespace Decentral.Actors.EventSourcing;

/// <summary>A journal could not be opened, read or written; the message says which, why, and the remedy.</summary>
public sealed class JournalException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public JournalException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, and what it came from.</summary>
    public JournalException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
