using System.Text;

namespace Decentral.Pipeline.Faults;

/// <summary>
/// Traces as text. After a first line with the version come the numbers of stages, iterations and failures, which shows
/// that the text is whole, then a line for each failure, iteration before stage, both from 0, rising. Between words are
/// blanks; what follows a <c>#</c> is a comment; empty lines do not count.
/// <code>
/// failure-trace 1
/// stages 6
/// iterations 1000
/// failures 3
/// 17 0
/// 17 4
/// 903 2
/// </code>
/// </summary>
public static class FailureTraceText
{
    internal const string Magic = "failure-trace";
    internal const int Version = 1;

    /// <summary>The text of a trace; equal traces give equal texts.</summary>
    /// <param name="trace">To write.</param>
    /// <param name="comment">Of what it was drawn, for a reader; empty for none.</param>
    public static string Write(FailureTrace trace, string comment = "")
    {
        var text = new StringBuilder();
        text.Append(Magic).Append(' ').Append(Version).Append('\n');
        if (comment.Length > 0)
        {
            text.Append("# ").Append(comment.ReplaceLineEndings("\n# ")).Append('\n');
        }

        text.Append("stages ").Append(trace.StageCount).Append('\n');
        text.Append("iterations ").Append(trace.IterationCount).Append('\n');
        text.Append("failures ").Append(trace.Failures.Length).Append('\n');
        foreach (var failure in trace.Failures)
        {
            text.Append(failure).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The trace that a text describes.</summary>
    /// <param name="text">Of the whole file.</param>
    /// <param name="name">Of the file, for messages.</param>
    /// <exception cref="FormatException">
    /// It describes none; the message names the file, the line, what was found there and what was expected.
    /// </exception>
    public static FailureTrace Read(string text, string name) => new FailureTraceReader(text, name).Read();
}
