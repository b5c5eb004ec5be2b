using System.Collections.Immutable;
using Decentral.Actors.Transfers;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Recovery;

namespace Decentral.Pipeline.Stages;

/// <summary>
/// Puts a stage together from what the member holds of the state that is asked for, and from what others gave. It runs on the lane.
/// </summary>
internal sealed class StageAssembly
{
    private readonly StageOptions _options;
    private readonly AtomTable _table;
    private readonly FormStage _order;
    private readonly ImmutableArray<ModelPart> _parts;
    private readonly StateStamp _stamp;
    private readonly StageReplica? _before;
    private readonly bool _isLive;
    private readonly List<(ModelAtom Atom, StateCopy Copy)> _copied = [];
    private readonly List<(ModelAtom Atom, Payload Content)> _saved = [];
    private readonly List<(AtomOrigin Origin, ReadOnlyMemory<byte>[] Sources, long OptimizerSteps)> _given = [];

    /// <param name="options">What the member works with.</param>
    /// <param name="table">The model's atoms.</param>
    /// <param name="formation">What was ordered, and all that came for it.</param>
    /// <param name="parts">What the stage is to have.</param>
    /// <param name="state">The state that the member is in, and what that of a run's beginning is.</param>
    /// <param name="before">What it has in that state, to be taken over; null for nothing.</param>
    /// <param name="copies">What else it holds.</param>
    /// <exception cref="InvalidOperationException">An atom is to be had from nowhere.</exception>
    public StageAssembly(
        StageOptions options,
        AtomTable table,
        Formation formation,
        ImmutableArray<ModelPart> parts,
        (StateStamp Stamp, SavedState? Saved) state,
        StageReplica? before,
        StateCopies copies)
    {
        var (order, stamp) = (formation.Order, state.Stamp);
        (_options, _table, _order, _parts, _stamp, _before) = (options, table, order, parts, stamp, before);
        _isLive = before is not null && stamp == order.Stamp && (stamp != default || state.Saved == order.Saved);
        foreach (var atom in parts.SelectMany(part => ModelAtom.Of(part, table.Layers)))
        {
            if (order.Origins.FirstOrDefault(origin => origin.Atom == atom) is { } origin)
            {
                Take(origin, formation);
                if (formation.SavedOf(atom) is { } saved)
                {
                    _saved.Add((atom, saved.Share()));
                }
            }
            else if (!IsHeld(atom))
            {
                _copied.Add(copies.TryFind(order.Stamp, atom, out var copy)
                    ? (atom, copy with { State = copy.State.Share() })
                    : throw new InvalidOperationException(
                        $"{options.Member} is to have {atom} in the state behind {order.Stamp}, and holds that of {stamp} alone."));
            }
        }
    }

    /// <summary>The stage.</summary>
    public StageReady Build()
    {
        var begins = _given.Exists(given => given.Sources.Length == 0);
        var isSame = !begins && _before is not null && _before.Parts.SequenceEqual(_parts);
        var made = isSame ? _before! : new StageReplica(_options, _table, _parts);
        var kept = isSame ? null : CopyBefore();
        made.BeginStep();
        made.OptimizerSteps = StepsOfOptimizer();
        RestoreSaved(made);

        // The head before the embedding, as a copy of a tied embedding has no moments.
        foreach (var atom in made.Atoms.Reverse())
        {
            Write(made, atom, isSame);
        }

        _copied.ForEach(copied => copied.Copy.Dispose());
        _saved.ForEach(saved => saved.Content.Dispose());
        if (!isSame)
        {
            _before?.Dispose();
        }

        return new StageReady(_order, made, kept);
    }

    /// <summary>In the same order.</summary>
    private void RestoreSaved(StageReplica made)
    {
        foreach (var (atom, content) in _saved.OrderByDescending(saved => saved.Atom))
        {
            made.OptimizerSteps = Math.Max(made.OptimizerSteps, made.WritePart(atom, _order.Saved!, content.Bytes));
        }
    }

    private StateCopy? CopyBefore() => !_isLive ? null : new StateCopy(
        new CopyId(_options.Member, _stamp, _before!.Atoms), _before.OptimizerSteps, _before.Read(_before.Atoms));

    private bool IsHeld(ModelAtom atom) => _isLive && _before!.Atoms.Contains(atom);

    private void Take(AtomOrigin origin, Formation formation)
    {
        var sources = origin.Sources.Select(source => formation.Of(source.Atom)).ToArray();
        _given.Add((
            origin,
            [
                .. sources.Zip(origin.Sources, (come, source) =>
                    (ReadOnlyMemory<byte>)AtomState.Slice(_table, come.Payload.Bytes, come.Header.Atoms, source.Atom).ToArray()),
            ],
            origin.IsAveraged || sources.Length == 0 ? 0 : sources[0].Header.OptimizerSteps));
    }

    /// <summary>
    /// A stage with an averaged layer begins its optimizer anew: without the correction for moments that begin at zero, that layer's first
    /// steps would be three times too large.
    /// </summary>
    private long StepsOfOptimizer() => _given.Exists(given => given.Origin.IsAveraged) ? 0 : new[] { _isLive ? _before!.OptimizerSteps : 0 }
        .Concat(_copied.Select(copied => copied.Copy.OptimizerSteps))
        .Concat(_given.Select(given => given.OptimizerSteps))
        .Max();

    private void Write(StageReplica made, ModelAtom atom, bool isSame)
    {
        if (_given.Find(given => given.Origin.Atom == atom) is { Origin: { } origin } given)
        {
            WriteGiven(made, origin, given.Sources);
        }
        else if (_copied.Find(copied => copied.Atom == atom) is { Copy: { } copy })
        {
            made.Write(atom, AtomState.Slice(_table, copy.State.Bytes, copy.Id.Atoms, atom).Span);
        }
        else if (!isSame)
        {
            using var state = _before!.Read([atom]);
            made.Write(atom, state.Bytes.Span);
        }
    }

    private static void WriteGiven(StageReplica made, AtomOrigin origin, ReadOnlyMemory<byte>[] sources)
    {
        if (sources.Length == 0)
        {
            // What a run starts from: a stage is made with that.
            return;
        }

        if (!origin.IsAveraged)
        {
            made.Write(origin.Atom, sources[0].Span);
            return;
        }

        var values = AtomState.ParametersOf(sources[0].Span).ToArray();
        if (sources.Length == 2)
        {
            var shares = new NeighbourShares((float)origin.Sources[0].Weight, (float)origin.Sources[1].Weight);
            NeighbourAverage.Compute(values, values, AtomState.ParametersOf(sources[1].Span), shares);
        }

        made.WriteAnew(origin.Atom, values);
    }
}
