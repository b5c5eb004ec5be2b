namespace Decentral.Cli.Jobs;

/// <summary>A value that a person wrote for a field that exists.</summary>
/// <param name="Path">The field.</param>
/// <param name="Text">What was written; null for YAML's null, which unsets an optional field.</param>
/// <param name="Where">Where it was written.</param>
internal sealed record JobEntry(string Path, string? Text, SourceLocation Where);
