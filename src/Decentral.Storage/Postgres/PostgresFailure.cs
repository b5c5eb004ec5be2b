using System.Net.Sockets;
using Decentral.Actors.EventSourcing;
using Npgsql;

namespace Decentral.Storage.Postgres;

/// <summary>What an error under a database means, and the same in words with the remedy.</summary>
internal static class PostgresFailure
{
    /// <summary>Whether this is an error of the world that this class has words for, and not a bug of ours.</summary>
    public static bool IsOfTheServer(Exception error) => error
        is NpgsqlException or SocketException or IOException or TimeoutException or OperationCanceledException;

    /// <summary>What the statement left behind.</summary>
    public static PostgresFault FaultOf(Exception error) => error switch
    {
        PostgresException { InvariantSeverity: "FATAL" or "PANIC" } last => OfTheLast(last.SqlState),
        PostgresException answered => OfState(answered.SqlState),
        _ => PostgresFault.Unanswered,
    };

    /// <summary>The meaning and the remedy.</summary>
    public static JournalException Explain(string database, Exception error) => error switch
    {
        JournalException known => known,
        PostgresException answered => new JournalException(
            $"{database}: {SentenceOf(answered.SqlState)} ({answered.SqlState}, {answered.MessageText}).", answered),
        _ when IsTimeout(error) => new JournalException(
            $"{database} did not answer in time: check the server and the network, then resume the run.", error),
        _ when IsOfTheServer(error) => new JournalException(
            $"{database} cannot be reached ({Innermost(error).Message}): start the server, or check the host, the port "
            + "and the network, then resume the run.",
            error),
        _ => new JournalException(
            $"{database} could not be understood, so it is damaged or this is a fault of ours: {error.Message}", error),
    };

    /// <remarks>
    /// Classes of SQLSTATE, PostgreSQL's appendix A. An error within a statement undoes it; 40003 alone says that nobody
    /// knows.
    /// </remarks>
    private static PostgresFault OfState(string state) => state switch
    {
        "40003" or ['0', '8', ..] => PostgresFault.Unanswered,
        "40001" or "40P01" or "55P03" => PostgresFault.Contended,
        _ => PostgresFault.Refused,
    };

    /// <summary>
    /// The last words before the server closes the connection. A login that it refuses is refused again; a server that
    /// stops, or is overloaded, may have committed first, and may be there again soon.
    /// </summary>
    private static PostgresFault OfTheLast(string state) => state switch
    {
        ['2', '8', ..] or ['3', 'D', ..] or ['4', '2', ..] => PostgresFault.Refused,
        _ => PostgresFault.Unanswered,
    };

    private static string SentenceOf(string state) => state switch
    {
        ['2', '8', ..] => "the server refuses this user or password; check both in the connection string",
        "3D000" => "there is no such database; create it (createdb), or name another",
        "42501" => "this user may not do that; let it create a schema in the database, or own schema decentral",
        "42P01" or "42703" or "3F000" =>
            "schema decentral is not laid out as this build knows it; name a database of ours or an empty one",
        "53100" => "nothing was written, the server's disk is full; free space and resume the run",
        ['5', '3', ..] => "the server lacks memory or connections; relieve it, then resume the run",
        ['5', '7', 'P', ..] => "the server is stopping or starting; resume the run when it is there",
        "57014" => "the server cancelled the statement, nothing was written; raise its statement_timeout, then resume",
        "25006" => "this server may only be read, it follows another; name the one that it follows",
        ['X', 'X', ..] or ['5', '8', ..] => "the server reports damage or a failing disk; check it and its log",
        _ => "nothing was written; resume the run, and report this if it comes again",
    };

    private static bool IsTimeout(Exception error) =>
        error is TimeoutException or OperationCanceledException || error.InnerException is TimeoutException;

    private static Exception Innermost(Exception error) => error.GetBaseException();
}
