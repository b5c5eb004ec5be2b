using System.Collections.Immutable;
using System.Globalization;

namespace Decentral.Pipeline.Planning;

/// <summary>
/// Plans for every number of members, made before any of them is lost (the templates of Oobleck, arXiv:2309.08125, here for members that
/// differ).
/// </summary>
public sealed class PlanBook
{
    /// <summary>Groups of survivors for each of which a plan is made; with more, only for the loss of one member.</summary>
    private const int MostPrepared = 256;

    private readonly ModelCosts _costs;
    private readonly PlanOptions _options;
    private readonly ImmutableArray<PipelineMember> _members;
    private readonly ImmutableSortedDictionary<string, StagePlan> _prepared;

    /// <summary>Makes all plans.</summary>
    /// <param name="costs">Of the model.</param>
    /// <param name="members">All there are.</param>
    /// <param name="options">What plans are for; none has more than <see cref="PlanOptions.Stages"/>, but fewer where members lack.</param>
    public PlanBook(ModelCosts costs, IReadOnlyList<PipelineMember> members, PlanOptions options)
    {
        ArgumentNullException.ThrowIfNull(costs);
        ArgumentNullException.ThrowIfNull(options);
        (_costs, _options, _members) = (costs, options, [.. members]);
        Entries = [.. Enumerable.Range(1, members.Count).Select(count => new PlanBookEntry(count, BestOf(Weakest(count))))];
        _prepared = SurvivorGroups().Select(group => (Key: KeyOf(group), Plan: BestOf(group)))
            .Where(known => known.Plan is not null)
            .ToImmutableSortedDictionary(known => known.Key, known => known.Plan!, StringComparer.Ordinal);
    }

    /// <summary>By number of members, from 1.</summary>
    public ImmutableArray<PlanBookEntry> Entries { get; }

    /// <summary>Groups of survivors for which a plan is there at once.</summary>
    public int Prepared => _prepared.Count;

    /// <summary>
    /// How many members, whichever they are, may be lost while the rest still has room for the model; -1 where all together have not.
    /// </summary>
    /// <remarks>
    /// Whether a plan fits depends on memory alone. Sorted by it, the members of any group of k have as much, one by one, as the k with
    /// the least, and so can take over their plan: what these can do, all can.
    /// </remarks>
    public int MayBeLost => Entries.FirstOrDefault(entry => entry.Weakest is not null) is { } least
        ? _members.Length - least.Members
        : -1;

    /// <summary>The guarantee in words.</summary>
    public string Guarantee => MayBeLost switch
    {
        < 0 => $"the model does not fit the {Amounts.Count(_members.Length, "member")} there are",
        0 => Amounts.Words($"the model needs all of {Amounts.Count(_members.Length, "member")}: without some of them it does not fit"),
        var lost => Amounts.Words($"any {lost} of {_members.Length} members may be lost and the model still fits"),
    };

    /// <summary>The plan for those who are left: a prepared one where there is one, or else a new one; null where they have no room.</summary>
    /// <param name="survivors">Some of the members.</param>
    public StagePlan? For(IReadOnlyList<PipelineMember> survivors)
    {
        ArgumentNullException.ThrowIfNull(survivors);
        return survivors.Count == 0 ? null
            : _prepared.TryGetValue(KeyOf(survivors), out var plan) ? Rename(plan, survivors)
            : BestOf(survivors);
    }

    private IEnumerable<PipelineMember> Weakest(int count) =>
        _members.OrderBy(member => member.Memory).ThenBy(member => member.Speed).Take(count);

    private StagePlan? BestOf(IEnumerable<PipelineMember> members) => StagePlanner
        .PlansByStages(_costs, [.. members], _options with { Stages = null })
        .Where(plan => plan.Stages.Length <= (_options.Stages ?? int.MaxValue))
        .MinBy(plan => plan.StepSeconds);

    private IEnumerable<ImmutableArray<PipelineMember>> SurvivorGroups()
    {
        var kinds = new KindCounts(_members);
        return kinds.Selections <= MostPrepared
            ? Enumerable.Range(1, kinds.Selections - 1).Select(kinds.MembersOf)
            : kinds.Members.Select(kind => _members.Remove(kind[0])).Append(_members);
    }

    /// <summary>Alike for groups of the same kinds.</summary>
    private string KeyOf(IEnumerable<PipelineMember> group)
    {
        var kinds = group.Select(member => member.Kind).ToArray();
        return string.Join(',', _members.Select(member => member.Kind).Distinct()
            .Select(kind => kinds.Count(other => other == kind).ToString(CultureInfo.InvariantCulture)));
    }

    private static StagePlan Rename(StagePlan plan, IReadOnlyList<PipelineMember> survivors)
    {
        var left = survivors.ToList();
        return plan.For([.. plan.Stages.Select(stage => Take(left, stage.Member.Kind))]);
    }

    private static PipelineMember Take(List<PipelineMember> left, PipelineMember kind)
    {
        var found = left.Find(member => member.Kind == kind)!;
        left.Remove(found);
        return found;
    }
}
