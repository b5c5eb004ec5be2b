using System.Collections.Immutable;

namespace Decentral.Benchmarks.Methods;

/// <summary>One run of the grid.</summary>
/// <param name="Group">What it is for.</param>
/// <param name="Method">What is trained by.</param>
/// <param name="Point">What is tried in it, of the method's or the group's sweep.</param>
/// <param name="Corpus">What is trained on.</param>
/// <param name="Seed">Of all random draws.</param>
internal sealed record Cell(GridGroup Group, GridMethod Method, ImmutableArray<Setting> Point, Corpus Corpus, int Seed)
{
    /// <summary>What <c>--only</c> matches.</summary>
    public string Name => $"{Group.Name}/{Method.Name}";

    /// <summary>What is changed of the base job.</summary>
    public ImmutableArray<Setting> Settings =>
        [.. Method.SettingsIn(Group, Point), new Setting("seed", $"{Seed}")];

    public override string ToString() =>
        $"{Name}{string.Concat(Point.Select(setting => $" {setting}"))} on {Corpus.Name}, seed {Seed}";
}
