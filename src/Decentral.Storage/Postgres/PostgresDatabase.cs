using System.Data;
using Decentral.Actors.EventSourcing;
using Npgsql;

namespace Decentral.Storage.Postgres;

/// <summary>A database that several hubs reach: its connections, and what it is called in words.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    /// <summary>
    /// One for the journal, one for the lease, and as many as may be abandoned until the first of them times out.
    /// </summary>
    private const int MaxConnections = 24;

    private const int MaxPreparedStatements = 16;

    private const string GssEncryption = "GSS Encryption Mode";

    /// <summary>
    /// What a server or a role may have set otherwise: an acknowledged commit is on the disk, and a statement that had
    /// to wait for a row looks at the row as it is then.
    /// </summary>
    private const string Demands = """
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
        SELECT set_config('default_transaction_isolation', 'read committed', false);
        """;

    private readonly NpgsqlDataSource _source;

    private PostgresDatabase(NpgsqlDataSource source, string name)
    {
        _source = source;
        Name = name;
    }

    /// <summary>The server and the database; nothing of the connection string that could be a secret.</summary>
    public string Name { get; }

    /// <summary>Connects to nothing yet.</summary>
    /// <exception cref="JournalException">The connection string cannot be used; its text is in no message.</exception>
    /// <remarks>
    /// What was wrong is left out of the message, and the inner exception too: a password with a ';' in it that is not
    /// quoted looks like a keyword that is not known, and the parser's words would hold it.
    /// </remarks>
    public static PostgresDatabase At(string connectionString)
    {
        try
        {
            var settings = SettingsOf(connectionString);
            if (!string.IsNullOrEmpty(settings.Host))
            {
                var source = new NpgsqlDataSourceBuilder(settings.ConnectionString);
                source.UsePhysicalConnectionInitializer(Prepare, PrepareAsync);
                return new PostgresDatabase(source.Build(), NameOf(settings));
            }
        }
        catch (Exception error) when (error
            is ArgumentException or FormatException or OverflowException
            or NotSupportedException or InvalidOperationException)
        {
            // Said below, without its words.
        }

        throw new JournalException(
            "The connection string of the journal cannot be used: expected settings of PostgreSQL as Name=value, "
            + "parted by ';', such as Host=db.example;Database=decentral;Username=hub;Password=..., with at least a "
            + "Host; a value with a ';' in it stands in double quotes.");
    }

    /// <summary>A statement on a connection of its own: a transaction by itself.</summary>
    public NpgsqlCommand Command(string sql) => _source.CreateCommand(sql);

    /// <summary>
    /// Does something in one transaction, which is undone when that throws, and waits for it no longer than this.
    /// </summary>
    public Task<TResult> InTransaction<TResult>(
        IsolationLevel isolation, Func<NpgsqlConnection, Task<TResult>> work, CancellationToken cancellationToken) =>
        Transact(isolation, work).Abandon(cancellationToken);

    /// <summary>The error's meaning, in words with the remedy.</summary>
    public JournalException Explain(Exception error) => PostgresFailure.Explain(Name, error);

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<TResult> Transact<TResult>(IsolationLevel isolation, Func<NpgsqlConnection, Task<TResult>> work)
    {
        var connection = await _source.OpenConnectionAsync().ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var transaction = await connection.BeginTransactionAsync(isolation).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var result = await work(connection).ConfigureAwait(false);
                await transaction.CommitAsync().ConfigureAwait(false);
                return result;
            }
        }
    }

    private static NpgsqlConnectionStringBuilder SettingsOf(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Enlist = false,
            IncludeErrorDetail = false,
            MaxAutoPrepare = MaxPreparedStatements,
            AutoPrepareMinUsages = 2,
            // After a timeout the connection is closed at once: a server out of reach will not say that it cancelled.
            CancellationTimeout = -1,
            MaxPoolSize = MaxConnections,
            MinPoolSize = 0,
            NoResetOnClose = true,
            PersistSecurityInfo = false,
            Pooling = true,
        };
        settings.ApplicationName ??= "decentral";
        if (!settings.ShouldSerialize(GssEncryption))
        {
            // The try alone makes .NET complain on standard error where the system has no Kerberos.
            settings.GssEncryptionMode = GssEncryptionMode.Disable;
        }

        return settings;
    }

    private static string NameOf(NpgsqlConnectionStringBuilder settings) =>
        $"PostgreSQL database {settings.Database ?? settings.Username ?? "of the user"} "
        + $"on {settings.Host}:{settings.Port}";

    private static void Prepare(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(Demands, connection);
        command.ExecuteNonQuery();
    }

    private static Task PrepareAsync(NpgsqlConnection connection) =>
        new NpgsqlCommand(Demands, connection).Run();
}
