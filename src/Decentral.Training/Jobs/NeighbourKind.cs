using System.Text.Json.Serialization;

namespace Decentral.Training.Jobs;

/// <summary>Whether a lost stage may be made from the stages beside it, which is not exact.</summary>
public enum NeighbourKind
{
    /// <summary>Never.</summary>
    None,

    /// <summary>A stage between two others becomes their average (CheckFree, arXiv:2506.15461).</summary>
    [JsonStringEnumMemberName("checkfree")]
    CheckFree,

    /// <summary>
    /// And the first becomes a copy of the second, the last one of the last but one. Half of the microbatches take
    /// these in the reverse order, so that the second learns the first's part as well (CheckFree+, ibid.).
    /// </summary>
    [JsonStringEnumMemberName("checkfree-plus")]
    CheckFreePlus,
}
