using Decentral.Storage.Journals;

namespace Decentral.Storage.Runs;

/// <summary>What makes a directory with a journal a run; kept in the journal.</summary>
/// <param name="Id">The run's name, which never changes.</param>
/// <param name="JobDigest">Of the canonical form of its job.</param>
internal sealed record RunIdentity(string Id, string JobDigest)
{
    private const string IdEntry = "run.id";
    private const string JobDigestEntry = "job.digest";
    private const string FormatEntry = "run.format";
    private const string Format = "1";

    /// <summary>The journal's run; null when its making was interrupted.</summary>
    /// <exception cref="StorageException">The run is of a format that this build does not know.</exception>
    public static async Task<RunIdentity?> Read(SqliteJournal journal, string directory)
    {
        var id = await journal.ReadMetadata(IdEntry).ConfigureAwait(false);
        if (id is null)
        {
            return null;
        }

        var format = await journal.ReadMetadata(FormatEntry).ConfigureAwait(false);
        if (format != Format)
        {
            throw new StorageException(
                $"{directory} holds run {id} of format {format}, this build knows {Format}: use the build that wrote "
                + "it.");
        }

        return new RunIdentity(id, await journal.ReadMetadata(JobDigestEntry).ConfigureAwait(false) ?? "");
    }

    /// <summary>The id is written last: until then there is no run.</summary>
    public async Task Write(SqliteJournal journal)
    {
        await journal.WriteMetadata(FormatEntry, Format).ConfigureAwait(false);
        await journal.WriteMetadata(JobDigestEntry, JobDigest).ConfigureAwait(false);
        await journal.WriteMetadata(IdEntry, Id).ConfigureAwait(false);
    }
}
