using System.Diagnostics;
using Npgsql;

namespace Decentral.Storage.Tests.Postgres;

/// <summary>
/// Debian's PostgreSQL in a directory of its own, reached by a socket in that directory: no port that another could
/// have. It syncs, as a real one does. Root gives up its rights for it, which the server demands.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    public const string Password = "pass;word='1\"";

    private const string Programs = "/usr/lib/postgresql";
    private const string User = "hub";
    private const string SystemUser = "postgres";
    private const string ReadyLine = "database system is ready to accept connections";

    private readonly TemporaryDirectory _directory = new();
    private readonly string _programs;
    private Process? _process;
    private Task _dead = Task.CompletedTask;

    private PostgresServer(string programs) => _programs = programs;

    /// <summary>Of the server; a proxy connects here.</summary>
    public string SocketPath => Path.Combine(_directory.Path, ".s.PGSQL.5432");

    /// <summary>Starts one; skips the test where there is none.</summary>
    public static async Task<PostgresServer> Start()
    {
        var programs = FindPrograms();
        Assert.SkipWhen(programs is null, "No PostgreSQL server here (Debian: postgresql).");
        var server = new PostgresServer(programs);
        await server.Initialize();
        await server.StartAgain();
        return server;
    }

    /// <summary>As a user of the server writes it.</summary>
    public string ConnectionString(string database = "postgres") => Settings(_directory.Path, 5432, database);

    /// <summary>The same over a proxy on this machine.</summary>
    public static string ConnectionStringOver(int port) => Settings("127.0.0.1", port, "postgres");

    /// <summary>An empty database of its own.</summary>
    public async Task<string> CreateDatabase()
    {
        var name = $"test_{Guid.NewGuid():N}";
        await Execute(ConnectionString(), $"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    /// <summary>Runs a statement on a connection of its own.</summary>
    public static async Task<object?> Execute(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Kills the server and all that serves a connection at once, as a loss of power would.</summary>
    public async Task Kill()
    {
        _process!.Kill(entireProcessTree: true);
        await _dead;
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts the server that was killed; returns when it has recovered.</summary>
    public async Task StartAgain()
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Launch(
            "postgres", ["-D", Data, "-k", _directory.Path, "-c", "listen_addresses=", "-c", "max_connections=60"]);
        _dead = WatchLog(_process.StandardError, ready);
        await ready.Task;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            using (var stop = Process.Start("kill", ["-INT", $"{_process.Id}"]))
            {
                await stop.WaitForExitAsync();
            }

            await _dead;
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _directory.Dispose();
    }

    private string Data => Path.Combine(_directory.Path, "data");

    private static string Settings(string host, int port, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = host,
        Port = port,
        Database = database,
        Username = User,
        Password = Password,
        SslMode = SslMode.Disable,
        Timeout = 5,
    }.ConnectionString;

    private static string? FindPrograms() => Directory.Exists(Programs)
        ? Directory.EnumerateDirectories(Programs)
            .Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
            .OrderDescending(StringComparer.Ordinal)
            .FirstOrDefault()
        : null;

    private async Task Initialize()
    {
        var passwordFile = Path.Combine(_directory.Path, "password");
        await File.WriteAllTextAsync(passwordFile, Password);
        if (Environment.UserName == "root")
        {
            await Run(Process.Start(new ProcessStartInfo("chown", ["-R", SystemUser, _directory.Path])
            {
                RedirectStandardError = true,
            })!);
        }

        await Run(Launch(
            "initdb",
            [
                "-D", Data, "-U", User, "--auth=scram-sha-256", $"--pwfile={passwordFile}", "--encoding=UTF8",
                "--no-locale", "--no-sync",
            ]));
    }

    private Process Launch(string program, IEnumerable<string> arguments)
    {
        string[] command = [Path.Combine(_programs, program), .. arguments];
        string[] asUser = Environment.UserName == "root"
            ? ["setpriv", $"--reuid={SystemUser}", $"--regid={SystemUser}", "--clear-groups", .. command]
            : command;
        var start = new ProcessStartInfo(asUser[0], asUser[1..])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = _directory.Path,
        };
        start.Environment["LC_ALL"] = "C";
        return Process.Start(start)!;
    }

    private static async Task Run(Process process)
    {
        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, await errors);
        }
    }

    /// <summary>Ends when the last process of the server has gone, for each of them holds the log open.</summary>
    private static async Task WatchLog(StreamReader log, TaskCompletionSource ready)
    {
        var lines = new List<string>();
        while (await log.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.Contains(ReadyLine, StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        }

        ready.TrySetException(new InvalidOperationException(string.Join('\n', lines)));
    }
}
