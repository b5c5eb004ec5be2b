using System.Globalization;

namespace Decentral.Training.Protocol;

/// <summary>The well-known names by which the actors of a run find each other over restarts.</summary>
public sealed record RunNames
{
    /// <summary>The coordinator's events in the journal.</summary>
    public const string CoordinatorStream = "coordinator";

    /// <summary>The coordinator.</summary>
    public string Coordinator { get; init; } = "coordinator";

    /// <summary>Whoever serves the other nodes with what the run directory has.</summary>
    public string Archive { get; init; } = "archive";

    /// <summary>Whoever shows the run to a person.</summary>
    public string Monitor { get; init; } = "monitor";

    private const string ShardPrefix = "shard-";

    /// <summary>The parameter shard of a fragment.</summary>
    public static string Shard(FragmentId fragment) =>
        string.Create(CultureInfo.InvariantCulture, $"{ShardPrefix}{fragment.Value}");

    /// <summary>Whether a name is one of a run's own, which nobody but those who host the run may bear.</summary>
    public bool IsOfTheRun(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name == Coordinator || name == Monitor || name == Archive
            || name.StartsWith(ShardPrefix, StringComparison.Ordinal);
    }
}
