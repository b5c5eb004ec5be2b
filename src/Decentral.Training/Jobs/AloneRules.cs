namespace Decentral.Training.Jobs;

/// <summary>A run in which nothing is exchanged leaves all that is about exchanging at its defaults.</summary>
internal static class AloneRules
{
    private static readonly string[] Paths =
    [
        "sync.fragments", "sync.overlap", "sync.mixing", "sync.shards", "sync.quorum", "sync.asynchronous", "sync.deadline",
        "update.codec.up", "update.codec.down",
    ];

    private static readonly Job Defaults = new() { Sync = new SyncOptions(), Update = new UpdateOptions { Kind = UpdateKind.None } };

    public static IEnumerable<JobProblem> Check(Job job) => job.Update.Kind != UpdateKind.None ? [] :
        from field in Paths.Select(path => JobSchema.Find(path)!)
        let expected = Text(field, Defaults)
        let found = Text(field, job)
        where expected != found
        select new JobProblem(
            field.Path, $"{expected} with update.kind none", found, $"use {field.Path}: {expected}", "nothing is exchanged");

    private static string Text(JobField field, Job job) => field.Read(job) ?? "null";
}
