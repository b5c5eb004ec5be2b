using Npgsql;

namespace Decentral.Storage.Postgres;

/// <summary>
/// Short forms for statements. They take no cancellation: Npgsql answers one by a further connection to the server,
/// which it waits for, and a server that is out of reach would hold up whoever cancels. See <see cref="Abandon"/>.
/// </summary>
internal static class NpgsqlCommands
{
    /// <summary>Gives a statement its next parameter.</summary>
    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    /// <summary>Runs a statement and says how many rows it changed.</summary>
    public static async Task<int> Run(this NpgsqlCommand command)
    {
        using (command)
        {
            return await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Runs a statement and gives the first value that it answers; null when there is none.</summary>
    public static async Task<object?> Scalar(this NpgsqlCommand command)
    {
        using (command)
        {
            return await command.ExecuteScalarAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Runs a statement and makes something of each row that it answers.</summary>
    public static async Task<List<TResult>> List<TResult>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, TResult> read)
    {
        using (command)
        {
            using var rows = await command.ExecuteReaderAsync().ConfigureAwait(false);
            var results = new List<TResult>();
            while (await rows.ReadAsync().ConfigureAwait(false))
            {
                results.Add(read(rows));
            }

            return results;
        }
    }

    /// <summary>
    /// Waits for a statement no longer than this. One that is abandoned may be carried out still, and gives its
    /// connection back when it is answered or times out.
    /// </summary>
    public static Task<TResult> Abandon<TResult>(this Task<TResult> statement, CancellationToken cancellationToken)
    {
        statement.ContinueWith(
            abandoned => _ = abandoned.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return statement.WaitAsync(cancellationToken);
    }
}
