using Decentral.Actors.EventSourcing;
using Microsoft.Data.Sqlite;

namespace Decentral.Storage.Journals;

/// <summary>The file of a journal: one connection, used by the writer's thread alone.</summary>
internal sealed class JournalDatabase : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly JournalStatements _statements;
    private readonly string _path;
    private JournalIndex _durable;
    private JournalIndex _working;

    private JournalDatabase(SqliteConnection connection, string path, JournalIndex index)
    {
        _connection = connection;
        _statements = new JournalStatements(connection);
        _path = path;
        _durable = _working = index;
    }

    /// <summary>Opens or makes the file, recovers its log, and checks that nothing in the index is missing.</summary>
    /// <exception cref="JournalException">It is not ours, or is damaged.</exception>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public static JournalDatabase Open(SqliteJournalOptions options)
    {
        var logBytes = WriteAheadLog.Check(options.Path);
        var connection = JournalConnection.Open(options);
        try
        {
            var isNew = JournalSchema.Ensure(connection, options.Path);
            if (!isNew && logBytes <= WriteAheadLog.HeaderBytes)
            {
                RefuseLostLog(connection, options.Path);
            }

            var index = JournalIndexReader.Read(connection, options.Path);
            var database = new JournalDatabase(connection, options.Path, index);
            database.MarkOpen();
            return database;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Begins a transaction; all appends until <see cref="Commit"/> become durable together.</summary>
    public void Begin() => _statements.Begin();

    /// <summary>Appends within the begun transaction, or finds a conflict with what that already holds.</summary>
    public AppendOutcome Append(AppendRequest request)
    {
        var name = request.Stream.Name;
        var head = _working.Head(name);
        if (head.Length != request.ExpectedSequence)
        {
            return AppendOutcome.Conflict(request.Stream, request.ExpectedSequence, head.Length);
        }

        if (request.Events.Count > 0)
        {
            head = Insert(head, request.Events);
            _statements.WriteHead(name, head);
            _working = _working.WithStream(name, head);
        }

        return AppendOutcome.Appended(head.Length);
    }

    /// <summary>Makes the transaction durable; when it throws, nothing of it is.</summary>
    public void Commit()
    {
        if (ReferenceEquals(_working, _durable))
        {
            _statements.Rollback();
            return;
        }

        _statements.WriteSeal(_working.Seal, isOpen: true);
        _statements.Commit();
        _durable = _working;
    }

    /// <summary>All events of a stream, checked against the stream's digest.</summary>
    /// <exception cref="JournalException">They are not what was appended.</exception>
    public IReadOnlyList<ReadOnlyMemory<byte>> Read(StreamId stream)
    {
        var head = _durable.Head(stream.Name);
        var chain = JournalDigest.Start(stream.Name);
        var events = new List<ReadOnlyMemory<byte>>();
        using var rows = _statements.SelectEvents(head.Id);
        while (rows.Read() && rows.GetInt64(0) == events.Count + 1)
        {
            var body = rows.GetFieldValue<byte[]>(1);
            chain = JournalDigest.Next(chain, body);
            events.Add(body);
        }

        return events.Count == head.Length && chain == head.Chain
            ? events
            : throw new JournalException(
                $"{_path}: stream {stream} should hold {head.Length} events, {events.Count} are there in order, or "
                + "their digest differs; restore the file with its -wal file from a copy, or start a new run.");
    }

    public long ReadLength(StreamId stream) => _durable.Head(stream.Name).Length;

    public string? ReadMetadata(string name) => _durable.Metadata.GetValueOrDefault(name);

    /// <summary>Durable when it returns.</summary>
    public void WriteMetadata(string name, string value)
    {
        Begin();
        _statements.WriteMetadata(name, value);
        _working = _working.WithMetadata(name, value);
        Commit();
    }

    /// <summary>
    /// Lets the close that follows merge the log into the file and delete it. Without it (after a failed write) the log
    /// stays, and the next to open recovers from it.
    /// </summary>
    public void MarkClosed()
    {
        _statements.WriteSeal(_durable.Seal, isOpen: false);
        JournalConnection.MergeLogOnClose(_connection);
    }

    public void Dispose()
    {
        _statements.Dispose();
        _connection.Dispose();
    }

    /// <remarks>The checkpoint carries the mark into the file itself, where it is seen when the log is lost.</remarks>
    private void MarkOpen()
    {
        _statements.WriteSeal(_durable.Seal, isOpen: true);
        _connection.Execute("PRAGMA wal_checkpoint(PASSIVE)");
    }

    private static void RefuseLostLog(SqliteConnection connection, string path)
    {
        if (connection.Scalar("SELECT is_open FROM seal") == 1)
        {
            throw new JournalException(
                $"{path}-wal is missing or empty, but the process that wrote {path} did not close it, so its last "
                + "events were there: bring that file back beside it (copy the two together), or start a new run.");
        }
    }

    private StreamHead Insert(StreamHead head, IReadOnlyList<ReadOnlyMemory<byte>> events)
    {
        foreach (var body in events)
        {
            head = head with { Length = head.Length + 1, Chain = JournalDigest.Next(head.Chain, body.Span) };
            _statements.InsertEvent(head, body);
        }

        return head;
    }
}
