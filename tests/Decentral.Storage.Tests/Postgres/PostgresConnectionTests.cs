using Decentral.Actors.EventSourcing;
using Decentral.Storage.Postgres;
using Npgsql;

namespace Decentral.Storage.Tests.Postgres;

public sealed class PostgresConnectionTests(SharedPostgres shared)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Host=db;Password=hunter2;hunter3")]
    [InlineData("Host=db;Password=a;hunter2=b")]
    [InlineData("Host=db;Port=hunter2")]
    [InlineData("postgresql://hub:hunter2@db/decentral")]
    [InlineData("Database=x;Password=hunter2")]
    [InlineData("")]
    public async Task Open_ConnectionStringThatCannotBeUsed_SaysWhatOneIsAndNothingOfIt(string connectionString)
    {
        var error = await Assert.ThrowsAsync<JournalException>(() => Open(connectionString));

        Assert.Contains("expected settings of PostgreSQL as Name=value, parted by ';'", error.Message);
        Assert.DoesNotContain("hunter", error.ToString());
    }

    [Fact]
    public async Task Open_NobodyListens_NamesTheServerAndNotThePassword()
    {
        var error = await Assert.ThrowsAsync<JournalException>(
            () => Open("Host=127.0.0.1;Port=1;Database=runs;Username=hub;Password=hunter2"));

        Assert.Contains("PostgreSQL database runs on 127.0.0.1:1 cannot be reached", error.Message);
        Assert.Contains("start the server, or check the host, the port and the network", error.Message);
        Assert.DoesNotContain("hunter", error.ToString());
    }

    [Fact]
    public async Task Open_WrongPassword_SaysSoWithoutIt()
    {
        var settings = await Settings();
        settings.Password = "hunter2";

        var error = await Assert.ThrowsAsync<JournalException>(() => Open(settings.ConnectionString));

        Assert.Contains("refuses this user or password; check both in the connection string (28P01", error.Message);
        Assert.DoesNotContain("hunter", error.ToString());
    }

    [Fact]
    public async Task Open_Succeeds_KeepsThePasswordOutOfWords()
    {
        await using var run = await PostgresRun.Open(
            new() { ConnectionString = (await shared.Server).ConnectionString(), Run = "named" }, Stop);

        Assert.StartsWith("PostgreSQL database postgres on ", run.Database);
        Assert.DoesNotContain("pass", run.Database);
    }

    [Fact]
    public async Task Open_NoSuchDatabase_SaysHowToMakeIt()
    {
        var settings = await Settings();
        settings.Database = "nowhere";

        var error = await Assert.ThrowsAsync<JournalException>(() => Open(settings.ConnectionString));

        Assert.Contains("there is no such database; create it (createdb), or name another", error.Message);
    }

    [Fact]
    public async Task Open_ManyAtOnceInAnEmptyDatabase_LayTheTablesOutOnce()
    {
        var database = await (await shared.Server).CreateDatabase();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Open(database)));

        Assert.Equal(1L, await PostgresServer.Execute(database, "SELECT count(*) FROM decentral.runs"));
    }

    [Fact]
    public async Task Open_SchemaThatWasMadeForUs_IsUsed()
    {
        var database = await (await shared.Server).CreateDatabase();
        await PostgresServer.Execute(database, "CREATE SCHEMA decentral");

        await Open(database);

        Assert.Equal(1L, await PostgresServer.Execute(database, "SELECT count(*) FROM decentral.runs"));
    }

    [Fact]
    public async Task Open_SchemaOfAnotherProgram_IsRefusedAndLeftAlone()
    {
        var database = await (await shared.Server).CreateDatabase();
        await PostgresServer.Execute(database, "CREATE SCHEMA decentral CREATE TABLE theirs (x int)");

        var error = await Assert.ThrowsAsync<JournalException>(() => Open(database));

        Assert.Contains("has a schema decentral of another program (no table journal_format in it)", error.Message);
        Assert.Equal(1L, await PostgresServer.Execute(
            database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'decentral'"));
    }

    [Fact]
    public async Task Open_NewerFormat_IsRefused()
    {
        var database = await (await shared.Server).CreateDatabase();
        await Open(database);
        await PostgresServer.Execute(database, "INSERT INTO decentral.journal_format VALUES (2)");

        var error = await Assert.ThrowsAsync<JournalException>(() => Open(database));

        Assert.Contains("has journal format 2, this build knows 1: use the build that wrote it", error.Message);
    }

    [Fact]
    public async Task Open_UserWithoutRights_SaysWhatItNeeds()
    {
        var database = await (await shared.Server).CreateDatabase();
        await PostgresServer.Execute(database, $"CREATE ROLE guest_{Guid.NewGuid():N} LOGIN PASSWORD 'hunter2'");
        var guest = await PostgresServer.Execute(
            database, "SELECT rolname FROM pg_roles WHERE rolname LIKE 'guest%' ORDER BY oid DESC LIMIT 1");
        var settings = new NpgsqlConnectionStringBuilder(database) { Username = (string)guest!, Password = "hunter2" };

        var error = await Assert.ThrowsAsync<JournalException>(() => Open(settings.ConnectionString));

        Assert.Contains("let it create a schema in the database, or own schema decentral", error.Message);
        Assert.DoesNotContain("hunter", error.ToString());
    }

    private async Task<NpgsqlConnectionStringBuilder> Settings() =>
        new((await shared.Server).ConnectionString());

    private static async Task Open(string connectionString) =>
        await (await PostgresRun.Open(new() { ConnectionString = connectionString, Run = "one" }, Stop)).DisposeAsync();
}
