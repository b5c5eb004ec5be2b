using System.Collections.Immutable;
using Decentral.Models.Decoders;
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

    /// <summary>All reports, by member.</summary>
    public IEnumerable<StageReport> All => _reports.Values;

    /// <summary>Whether nobody has anything of a run.</summary>
    public bool IsEmpty => All.All(report => report.Atoms.IsEmpty && report.Copies.IsEmpty);

    /// <summary>The last epoch that a member has heard of.</summary>
    public Epoch Epoch => All.Select(report => report.Epoch).DefaultIfEmpty().Max();

    /// <summary>The step that was decided last, as somebody has carried it out; null where nobody knows of one.</summary>
    public ApplyStep? Decided => All.Select(report => report.Applied).Where(order => order is not null)
        .OrderByDescending(order => order!.Epoch).ThenByDescending(order => order!.Step).FirstOrDefault();

    /// <summary>The members that had stages, in the order of these.</summary>
    public ImmutableArray<MemberId> Seats => [.. Holders.Select(report => report.Member)];

    private IEnumerable<StageReport> Holders => All.Where(report => report.Epoch == Epoch && report.Atoms.Any(IsLayer))
        .OrderBy(report => report.Atoms.First(IsLayer));

    /// <summary>Notes a report; an earlier one of the same member is forgotten.</summary>
    public void Add(StageReport report) => _reports[report.Member] = report;

    /// <summary>A member is gone.</summary>
    public void Lose(MemberId member) => _reports.Remove(member);

    /// <summary>
    /// The states that count. One does not where in a later epoch a step was made that is no later: the pipeline had gone back behind it.
    /// </summary>
    public IEnumerable<StateStamp> Stamps()
    {
        var stamps = All.Where(report => !report.Atoms.IsEmpty).Select(StampOf)
            .Concat(All.SelectMany(report => report.Copies).Select(copy => copy.Stamp)).Distinct().ToArray();
        return stamps.Where(stamp => !Array.Exists(stamps, other => other.Epoch > stamp.Epoch && other.Step <= stamp.Step));
    }

    /// <summary>The state that a member has, or has all that it takes to reach.</summary>
    public StateStamp StampOf(StageReport report) =>
        Decided is { } order && report.Run is { } run && run.Step == order.Step && run.Epoch == order.Epoch
            ? new StateStamp(order.Epoch, order.Step)
            : report.Stamp;

    /// <summary>The layers of the stages that there were, with the norms of their last gradients; a gap is a stage whose member is gone.</summary>
    /// <param name="layers">Of the model.</param>
    public (ImmutableArray<LayerRange> Ranges, ImmutableArray<double> Norms) Stages(int layers)
    {
        var (ranges, norms) = (ImmutableArray.CreateBuilder<LayerRange>(), ImmutableArray.CreateBuilder<double>());
        var end = 0;
        foreach (var report in Holders)
        {
            var first = report.Atoms.First(IsLayer).Index - 1;
            AddGap(first);
            end = first + report.Atoms.Count(atom => atom.IsLayer(layers));
            ranges.Add(new LayerRange(first, end));
            norms.Add(report.Run?.GradientNorm ?? 0);
        }

        AddGap(layers);
        return (ranges.ToImmutable(), norms.ToImmutable());

        void AddGap(int to)
        {
            if (to > end)
            {
                ranges.Add(new LayerRange(end, to));
                norms.Add(0);
            }
        }
    }

    /// <summary>The head has the highest index, and whoever has it and a layer has that before.</summary>
    private static bool IsLayer(ModelAtom atom) => atom != ModelAtom.Embedding;
}
