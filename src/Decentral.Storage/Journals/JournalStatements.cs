using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace Decentral.Storage.Journals;

/// <summary>The statements that a running journal repeats, compiled once.</summary>
internal sealed class JournalStatements(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand _begin = connection.Prepare("BEGIN IMMEDIATE");
    private readonly SqliteCommand _commit = connection.Prepare("COMMIT");
    private readonly SqliteCommand _rollback = connection.Prepare("ROLLBACK");

    private readonly SqliteCommand _insertEvent = connection.Prepare(
        "INSERT INTO events VALUES (@stream, @sequence, @body)", "@stream", "@sequence", "@body");

    private readonly SqliteCommand _writeHead = connection.Prepare(
        """
        INSERT INTO streams VALUES (@id, @name, @length, @chain)
        ON CONFLICT (id) DO UPDATE SET length = excluded.length, chain = excluded.chain
        """,
        "@id",
        "@name",
        "@length",
        "@chain");

    private readonly SqliteCommand _writeMetadata = connection.Prepare(
        "INSERT OR REPLACE INTO metadata VALUES (@name, @value)", "@name", "@value");

    private readonly SqliteCommand _writeSeal = connection.Prepare(
        "UPDATE seal SET digest = @digest, is_open = @open", "@digest", "@open");

    private readonly SqliteCommand _selectEvents = connection.Prepare(
        "SELECT sequence, body FROM events WHERE stream = @stream ORDER BY sequence", "@stream");

    public void Begin() => _begin.Run();

    public void Commit() => _commit.Run();

    public void Rollback() => _rollback.Run();

    public void InsertEvent(StreamHead head, ReadOnlyMemory<byte> body) =>
        _insertEvent.Run(head.Id, head.Length, body.ToArray());

    public void WriteHead(string stream, StreamHead head) =>
        _writeHead.Run(head.Id, stream, head.Length, Bytes(head.Chain));

    public void WriteMetadata(string name, string value) => _writeMetadata.Run(name, value);

    /// <summary>The index's digest, and whether a log is to be expected beside the file.</summary>
    public void WriteSeal(UInt128 seal, bool isOpen) => _writeSeal.Run(Bytes(seal), isOpen ? 1L : 0L);

    /// <summary>Sequence and body of a stream's events, in order.</summary>
    public SqliteDataReader SelectEvents(long streamId)
    {
        _selectEvents.Bind(streamId);
        return _selectEvents.ExecuteReader();
    }

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        _insertEvent.Dispose();
        _writeHead.Dispose();
        _writeMetadata.Dispose();
        _writeSeal.Dispose();
        _selectEvents.Dispose();
    }

    private static byte[] Bytes(UInt128 digest)
    {
        var bytes = new byte[JournalDigest.Size];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, digest);
        return bytes;
    }
}
