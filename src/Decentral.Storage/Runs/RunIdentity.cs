using System.Globalization;
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

    /// <summary>A new run of a job, such as <c>quickstart-20260101-120000</c>.</summary>
    /// <param name="job">The run's job.</param>
    /// <param name="startedAt">Taken as it is, in its own offset.</param>
    public static RunIdentity New(RunJob job, DateTimeOffset startedAt) => new(
        string.Create(CultureInfo.InvariantCulture, $"{job.Name}-{startedAt:yyyyMMdd-HHmmss}"), job.Digest);

    /// <summary>The journal's run; null when it has none yet.</summary>
    /// <exception cref="StorageException">The run is of a format that this build does not know.</exception>
    public static async Task<RunIdentity?> Read(IRunJournal journal, string where)
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
                $"{where} holds run {id} of format {format}, this build knows {Format}: use the build that wrote "
                + "it.");
        }

        return new RunIdentity(id, await journal.ReadMetadata(JobDigestEntry).ConfigureAwait(false) ?? "");
    }

    /// <summary>The id is written last: until then the journal has no run.</summary>
    public async Task Write(IRunJournal journal)
    {
        await journal.WriteMetadata(FormatEntry, Format).ConfigureAwait(false);
        await journal.WriteMetadata(JobDigestEntry, JobDigest).ConfigureAwait(false);
        await journal.WriteMetadata(IdEntry, Id).ConfigureAwait(false);
    }
}
