namespace Decentral.Training.Jobs;

/// <summary>The text to train on.</summary>
public sealed record DataOptions
{
    /// <summary>The source name that means the English documentation in the .NET SDK's reference packs.</summary>
    public const string SdkDocs = "sdk-docs";

    /// <summary><see cref="SdkDocs"/>, a file, a folder, a glob, or a .jsonl file.</summary>
    public string Source { get; init; } = SdkDocs;

    /// <summary>Share of the tokens kept out of training to measure the held-out loss, 0 to 0.5.</summary>
    public double HeldOut { get; init; } = 0.05;

    /// <summary>The field of each .jsonl line that holds the text.</summary>
    public string Field { get; init; } = "text";
}
