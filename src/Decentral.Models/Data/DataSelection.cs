namespace Decentral.Models.Data;

/// <summary>The <c>data</c> of a job.</summary>
public sealed record DataSelection
{
    /// <summary>The source that needs no file of the person's: the English documentation in the .NET SDK.</summary>
    public const string SdkDocumentation = "sdk-docs";

    /// <summary>How much of <see cref="SdkDocumentation"/> is taken unless <see cref="MaxBytes"/> says more.</summary>
    public const long SdkDocumentationMaximumBytes = 16 << 20;

    /// <summary>
    /// <c>sdk-docs</c>, or the path of a file, of a folder (its files in ordinal order of their paths, hidden ones
    /// left out), or a glob (<c>*</c> and <c>?</c> within a name, <c>**</c> for any folders).
    /// </summary>
    public required string Source { get; init; }

    /// <summary>
    /// The share of the token stream, at its end, that is held out from training: 0.1 of a single text is the last
    /// tenth of it. 0 holds nothing out; below 1.
    /// </summary>
    public double HeldOut { get; init; } = 0.05;

    /// <summary>
    /// The string fields of a <c>.jsonl</c> record that are its text, separated by commas and joined by a line break in
    /// this order. By default <c>text</c> where a file's first record has it, else all string fields of the
    /// file's first record, in its order.
    /// </summary>
    public string? Field { get; init; }

    /// <summary>
    /// Takes at most this many bytes of text, from the beginning; null takes all, but of <c>sdk-docs</c>
    /// <see cref="SdkDocumentationMaximumBytes"/>.
    /// </summary>
    public long? MaxBytes { get; init; }

    /// <summary><see cref="MaxBytes"/>, or the default for this source; null for no limit.</summary>
    internal long? EffectiveMaxBytes => MaxBytes ?? (Source == SdkDocumentation ? SdkDocumentationMaximumBytes : null);

    /// <summary>How files are read.</summary>
    public DataFormat Format { get; init; } = DataFormat.Text;
}
