using Decentral.Training.Jobs;

namespace Decentral.Cli.Jobs;

/// <summary>A problem of a job and the place where the person can put it right.</summary>
internal sealed record LocatedProblem(SourceLocation Where, JobProblem Problem)
{
    private const int LongestQuote = 60;

    /// <summary>A person's text for use inside a message: on one line and not too long.</summary>
    public static string Quote(string text)
    {
        var line = string.Concat(text.Take(LongestQuote).Select(c => char.IsControl(c) ? '\uFFFD' : c));
        return $"'{line}{(text.Length > LongestQuote ? "..." : "")}'";
    }

    public override string ToString() => $"{Where}: {Problem}";
}
