using Decentral.Actors.EventSourcing;

namespace Decentral.Storage.Journals;

/// <summary>
/// Looks at SQLite's write-ahead log before SQLite does. SQLite recovers the log up to the first frame whose checksum
/// is wrong and drops the rest without a word: right for a transaction that was torn while it was written, wrong for a
/// log that was damaged later. The two differ: a torn transaction is the last one, so that no later one follows it.
/// (Format: sqlite.org/fileformat2.html, §4.)
/// </summary>
internal static class WriteAheadLog
{
    /// <summary>A log of this length or less holds no frame.</summary>
    public const int HeaderBytes = 32;

    private const int FrameHeaderBytes = 24;

    /// <summary>The log's length; 0 when there is none.</summary>
    /// <exception cref="JournalException">It is damaged at a place where acknowledged events would be lost.</exception>
    public static long Check(string databasePath)
    {
        var path = databasePath + "-wal";
        if (!File.Exists(path))
        {
            return 0;
        }

        using var log = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1 << 16);
        if (log.Length > HeaderBytes)
        {
            CheckDatabaseIsThere(databasePath, path);
            CheckFrames(log, path);
        }

        return log.Length;
    }

    /// <remarks>SQLite deletes the log of an empty file.</remarks>
    private static void CheckDatabaseIsThere(string databasePath, string path)
    {
        if (!File.Exists(databasePath) || new FileInfo(databasePath).Length == 0)
        {
            throw new JournalException(
                $"{databasePath} is missing or empty beside its log {path}: bring back the file that belongs to the "
                + "log, or move the log away to start anew.");
        }
    }

    private static void CheckFrames(FileStream log, string path)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        log.ReadExactly(header);
        if (!WriteAheadLogScan.TryStart(header, out var scan))
        {
            throw Damaged(path, "its header's checksum is wrong", 0);
        }

        var frame = new byte[FrameHeaderBytes + scan.PageBytes];
        while (log.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            if (scan.Add(frame) is { } damage)
            {
                throw Damaged(path, damage, log.Position - frame.Length);
            }
        }
    }

    private static JournalException Damaged(string path, string damage, long position) => new(
        $"{path} is damaged at or before byte {position}: {damage}. Opening it would drop acknowledged events: "
        + "restore it with its database from a copy, or start a new run from the newest snapshot.");
}
