using System.Collections.Immutable;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Conducting;

/// <summary>
/// What a conductor makes of the reports of members that another one has conducted: who has what, in which epoch that was last, and
/// which step was decided. Nothing of it was written down anywhere.
/// </summary>
internal sealed class TakingOver
{
    private readonly SortedDictionary<MemberId, StageReport> _reports = [];

    /// <summary>The last epoch that a member has heard of.</summary>
    public Epoch Epoch => _reports.Values.Select(report => report.Epoch).DefaultIfEmpty().Max();

    /// <summary>Those that were there to the last.</summary>
    public IEnumerable<StageReport> Present => _reports.Values.Where(report => report.Epoch == Epoch);

    /// <summary>The step that was decided last, as somebody has carried it out; null where nobody knows of one.</summary>
    public ApplyStep? Decided => Present.Select(report => report.Applied).Where(order => order is not null)
        .OrderByDescending(order => order!.Step).FirstOrDefault();

    /// <summary>The members that had stages, in the order of these.</summary>
    public ImmutableArray<MemberId> Seats =>
    [
        .. Present.Where(report => !report.Atoms.IsEmpty)
            .OrderBy(report => report.Atoms.FirstOrDefault(atom => atom != ModelAtom.Embedding)).Select(report => report.Member),
    ];

    /// <summary>Notes a report; an earlier one of the same member is forgotten.</summary>
    public void Add(StageReport report) => _reports[report.Member] = report;

    /// <summary>A member is gone.</summary>
    public void Lose(MemberId member) => _reports.Remove(member);

    /// <summary>The states that count: of each step the one that was made last, up to the last that was decided.</summary>
    public IEnumerable<StateStamp> Stamps()
    {
        var live = Present.Where(report => !report.Atoms.IsEmpty).Select(StampOf).ToArray();
        var last = live.Select(stamp => stamp.Step).DefaultIfEmpty().Max();
        return live.Concat(Present.SelectMany(report => report.Copies).Select(copy => copy.Stamp))
            .Where(stamp => stamp.Step <= last).GroupBy(stamp => stamp.Step).Select(group => group.MaxBy(stamp => stamp.Epoch));
    }

    /// <summary>The state that a member has, or has all that it takes to reach.</summary>
    public StateStamp StampOf(StageReport report) =>
        Decided is { } order && report.Run is { } run && run.Step == order.Step && run.Epoch == order.Epoch
            ? new StateStamp(order.Epoch, order.Step)
            : report.Stamp;
}
