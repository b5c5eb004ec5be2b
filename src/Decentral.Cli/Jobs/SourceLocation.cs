namespace Decentral.Cli.Jobs;

/// <summary>Where a value was written: a place in a file, or an option of the command line.</summary>
/// <param name="Origin">The file as the person named it, or the option.</param>
/// <param name="Line">From 1; null outside a file.</param>
/// <param name="Column">From 1; null outside a file.</param>
internal sealed record SourceLocation(string Origin, long? Line = null, long? Column = null)
{
    public override string ToString() => Line is null ? Origin : $"{Origin}:{Line}:{Column}";
}
