using System.Buffers;
using System.Globalization;

namespace Decentral.Storage.Runs;

/// <summary>
/// Names of runs that were given none: <c>quickstart-20260101-120000</c>, then <c>quickstart-20260101-120000-2</c>.
/// </summary>
internal static class RunName
{
    private const int MaxJobNameLength = 64;

    private static readonly SearchValues<char> Kept =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    /// <summary>The names to try, in order.</summary>
    /// <param name="jobName">Anything; what does not suit a directory's name becomes '-'.</param>
    /// <param name="startedAt">Taken as it is, in its own offset.</param>
    /// <param name="count">How many.</param>
    public static IEnumerable<string> Candidates(string jobName, DateTimeOffset startedAt, int count)
    {
        var first = $"{Clean(jobName)}-{startedAt.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        return Enumerable.Range(1, count).Select(number => number == 1 ? first : $"{first}-{number}");
    }

    private static string Clean(string jobName)
    {
        var kept = jobName.Select(letter => Kept.Contains(letter) ? letter : '-').Take(MaxJobNameLength).ToArray();
        var name = new string(kept).TrimStart('.');
        return name.Length == 0 ? "run" : name;
    }
}
