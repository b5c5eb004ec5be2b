namespace Decentral.Storage.Postgres;

/// <summary>What an error of the server leaves behind.</summary>
internal enum PostgresFault
{
    /// <summary>The statement did nothing, and would do nothing again.</summary>
    Refused,

    /// <summary>The statement did nothing because of another one; it may succeed when tried again.</summary>
    Contended,

    /// <summary>Nobody answered: the statement may have been carried out, or may still be.</summary>
    Unanswered,
}
