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
        Text(
            "data.field", SomeText, job => job.Data.Field,
            (job, value) => job with { Data = job.Data with { Field = value } },
            "The field of each .jsonl line that holds the text."),
    ];
}
