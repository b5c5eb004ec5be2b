namespace Decentral.Models.Data;

/// <summary>
/// The data that a person named cannot be used: it is missing, empty, not text, too small. The message says what is
/// wrong, where, and what would help; it is meant to be shown as it stands.
/// </summary>
public sealed class DataSourceException : Exception
{
    /// <summary>Carries a message for the person.</summary>
    public DataSourceException(string message)
        : base(message)
    {
    }

    /// <summary>Carries a message for the person, and what caused it.</summary>
    public DataSourceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
