using System.Text.Json;
using Decentral.Actors.EventSourcing;
using Decentral.Files;

namespace Decentral.Storage.Runs;

/// <summary>
/// Where the journal of a run directory is that has none of its own; kept in the directory, without secrets.
/// </summary>
/// <param name="Run">The run's id, by which the database knows it.</param>
/// <param name="Database">The server and the database in words, as of when the directory was made.</param>
public sealed record JournalPlace(string Run, string Database)
{
    /// <summary>What a run directory says; null when it says nothing, as one with a journal of its own.</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    public static JournalPlace? Find(RunPaths paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        try
        {
            return File.Exists(paths.JournalPlace)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(paths.JournalPlace), RunJson.Default.JournalPlace)
                : null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new JournalException(
                $"{paths.JournalPlace}, which says in which database the run's journal is, cannot be read: "
                + $"{error.Message} Put it back as it was, or start a new run.",
                error);
        }
    }

    /// <inheritdoc />
    public override string ToString() => $"in {Database}, run {Run}";

    internal void Write(RunPaths paths) => AtomicFile.Write(
        paths.JournalPlace, JsonSerializer.SerializeToUtf8Bytes(this, RunJson.Default.JournalPlace));
}
