using System.Buffers.Binary;
using Decentral.Actors.EventSourcing;
using Microsoft.Data.Sqlite;

namespace Decentral.Storage.Journals;

/// <summary>Reads the index when a journal opens, and holds it against the seal.</summary>
internal static class JournalIndexReader
{
    /// <exception cref="JournalException">A stream or metadata is missing or changed.</exception>
    public static JournalIndex Read(SqliteConnection connection, string path)
    {
        var index = ReadMetadata(connection, ReadStreams(connection, JournalIndex.Empty));
        using var command = connection.Prepare("SELECT digest FROM seal");
        var seal = Digest((byte[]?)command.ExecuteScalar());
        return index.Seal == seal
            ? index
            : throw new JournalException(
                $"{path}: its {index.Streams.Count} streams and {index.Metadata.Count} metadata entries do not match "
                + "its seal, so some are missing or changed; restore it with its -wal file from a copy, or start a new "
                + "run.");
    }

    private static JournalIndex ReadStreams(SqliteConnection connection, JournalIndex index)
    {
        using var command = connection.Prepare("SELECT id, name, length, chain FROM streams");
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var chain = Digest(rows.GetFieldValue<byte[]>(3));
            index = index.WithStream(rows.GetString(1), new StreamHead(rows.GetInt64(0), rows.GetInt64(2), chain));
        }

        return index;
    }

    private static JournalIndex ReadMetadata(SqliteConnection connection, JournalIndex index)
    {
        using var command = connection.Prepare("SELECT name, value FROM metadata");
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            index = index.WithMetadata(rows.GetString(0), rows.GetString(1));
        }

        return index;
    }

    /// <remarks>
    /// A digest of a wrong length is damage; zero is what no digest equals but an empty journal's seal.
    /// </remarks>
    private static UInt128 Digest(byte[]? bytes) =>
        bytes is { Length: JournalDigest.Size } ? BinaryPrimitives.ReadUInt128LittleEndian(bytes) : 0;
}
