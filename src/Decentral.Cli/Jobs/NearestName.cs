namespace Decentral.Cli.Jobs;

/// <summary>The name that a person most likely meant.</summary>
internal static class NearestName
{
    /// <summary>
    /// The candidate with the fewest edits from <paramref name="written"/>, or null when none is near (a third of its
    /// letters
    /// may differ, at least one). Case, hyphens and underscores do not count; the first of equally near candidates is
    /// taken.
    /// </summary>
    public static string? Find(string written, IEnumerable<string> candidates)
    {
        var folded = Fold(written);
        var nearest = candidates
            .Select(candidate => (Name: candidate, Distance: Distance(folded, Fold(candidate))))
            .OrderBy(candidate => candidate.Distance)
            .FirstOrDefault((Name: "", Distance: int.MaxValue));
        return nearest.Distance <= Math.Max(1, folded.Length / 3) ? nearest.Name : null;
    }

    /// <summary>
    /// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
    /// </summary>
    /// <remarks>The optimal string alignment distance, O(n m).</remarks>
    internal static int Distance(string from, string to)
    {
        var edits = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                edits[i, j] = i == 0 || j == 0 ? i + j : Cheapest(from, to, edits, i, j);
            }
        }
        return edits[from.Length, to.Length];
    }

    private static int Cheapest(string from, string to, int[,] edits, int i, int j)
    {
        var replaced = edits[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
        var cheapest = Math.Min(replaced, 1 + Math.Min(edits[i - 1, j], edits[i, j - 1]));
        var isSwap = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
        return isSwap ? Math.Min(cheapest, 1 + edits[i - 2, j - 2]) : cheapest;
    }

    private static string Fold(string name) =>
        string.Concat(name.Where(c => c is not ('-' or '_')).Select(char.ToLowerInvariant));
}
