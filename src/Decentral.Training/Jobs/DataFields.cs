using static Decentral.Training.Jobs.JobFieldFactory;

namespace Decentral.Training.Jobs;

/// <summary>The text.</summary>
internal static class DataFields
{
    private static readonly TextType SomeText = new("text that is not empty", text => text.Length > 0);

    public static IReadOnlyList<JobField> All { get; } =
    [
        Text(
            "data.source", SomeText, job => job.Data.Source,
            (job, value) => job with { Data = job.Data with { Source = value } },
            $"{DataOptions.SdkDocs} (the .NET SDK's documentation), a file, folder, glob, or .jsonl; --data sets it."),
        Number(
            "data.heldOut", new NumberType { Least = 0, Most = 0.5 }, job => job.Data.HeldOut,
            (job, value) => job with { Data = job.Data with { HeldOut = value } },
            "Share of the tokens kept out of training to measure the held-out loss; 0 measures none."),
        Optional(
            "data.maxBytes", new IntegerType(1, long.MaxValue), job => job.Data.MaxBytes,
            (job, value) => job with { Data = job.Data with { MaxBytes = value } },
            $"all; 16 MiB of {DataOptions.SdkDocs}", "Bytes of text taken, from the beginning."),
        Choice(
            "data.format", job => job.Data.Format, (job, value) => job with { Data = job.Data with { Format = value } },
            "How files are read: UTF-8 text (lines of a .jsonl are records), or bytes as they are.",
            IdleWithSdkDocs),
        OptionalText(
            "data.field", SomeText, job => job.Data.Field,
            (job, value) => job with { Data = job.Data with { Field = value } }, "`text`, or all strings",
            "The fields of each .jsonl record that are its text, separated by commas.", IdleWithSdkDocs),
    ];

    private static string? IdleWithSdkDocs(Job job) =>
        job.Data.Source == DataOptions.SdkDocs ? $"data.source is {DataOptions.SdkDocs}" : null;
}
