using Decentral.Storage.Tests.Postgres;

[assembly: AssemblyFixture(typeof(SharedPostgres))]

namespace Decentral.Storage.Tests.Postgres;

/// <summary>One server for all tests that do not kill it, started by the first that asks.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> _server = new(PostgresServer.Start);

    internal Task<PostgresServer> Server => _server.Value;

    public async ValueTask DisposeAsync()
    {
        if (_server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
