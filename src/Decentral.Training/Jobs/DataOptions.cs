using Decentral.Models.Data;

namespace Decentral.Training.Jobs;

/// <summary>The text to train on.</summary>
public sealed record DataOptions
{
    /// <summary>The source name that means the English documentation in the .NET SDK's reference packs.</summary>
    public const string SdkDocs = DataSelection.SdkDocumentation;

    /// <summary><see cref="SdkDocs"/>, a file, a folder, a glob, or a .jsonl file.</summary>
    public string Source { get; init; } = SdkDocs;

    /// <summary>Share of the tokens kept out of training to measure the held-out loss, 0 to 0.5.</summary>
    public double HeldOut { get; init; } = 0.05;

    /// <summary>How files are read; without effect on <see cref="SdkDocs"/>.</summary>
    public DataFormat Format { get; init; } = DataFormat.Text;

    /// <summary>
    /// The fields of each .jsonl record that are its text, separated by commas; null: <c>text</c>, or all strings.
    /// Without effect on <see cref="SdkDocs"/>.
    /// </summary>
    public string? Field { get; init; }

    /// <summary>Bytes of text taken, from the beginning; null: all, but of <see cref="SdkDocs"/> 16 MiB.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>The same as what the preparation of data takes, without the options that have no effect.</summary>
    public DataSelection ToSelection() => new()
    {
        Source = Source,
        HeldOut = HeldOut,
        Format = Source == SdkDocs ? DataFormat.Text : Format,
        Field = Source == SdkDocs ? null : Field,
        MaxBytes = MaxBytes,
    };
}
