using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Models.Data;
using Decentral.Models.Stages;
using Decentral.Pipeline.Conducting;
using Decentral.Pipeline.Faults;
using Decentral.Pipeline.Formats;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Stages;
using Decentral.Simulation;
using Decentral.Simulation.Network;
using Decentral.Simulation.Nodes;
using Decentral.Training.Protocol;

namespace Decentral.Benchmarks.Failures;

/// <summary>
/// A pipeline that loses stages by a trace: the conductor and the stages of the product, each on a node of its own, with real arithmetic in
/// virtual time. A node that is struck dies as its iteration begins and comes back with nothing. What the virtual time says is not used:
/// the model is a thousandth of the one that is meant, and its states travel in no time.
/// </summary>
internal sealed class StruckPipeline
{
    private const string ConductorName = "pipeline-0";
    private const int Probings = 5;
    private const ulong SeedsApart = 1_000_003;

    /// <summary>Virtual time: enough for whatever is to come about, and for stages that are told of a step to apply it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);

    private readonly FailureSetting _setting;
    private readonly FailureCell _cell;
    private readonly FailureTrace? _trace;
    private readonly FailureText _text;
    private readonly SimulatedWorld _world;
    private readonly WatchedModel[] _models;
    private readonly long[] _lives;
    private readonly HeldOutLoss _heldOut;
    private readonly StageReplacement _replacement;
    private readonly List<JudgedStep> _curve = [];
    private readonly List<Strike> _strikes = [];
    private readonly List<ProbedLoss> _probes = [];
    private SimulatedNode? _hub;
    private ActorRef? _conductor;
    private PipelineFormed? _formed;
    private string? _lost;
    private long _iterations;
    private long _step;

    /// <summary>The step behind which the pipeline waits to be judged.</summary>
    private long _pause;

    /// <param name="setting">What all runs have in common.</param>
    /// <param name="cell">What is run.</param>
    /// <param name="trace">What is lost when; null for nothing.</param>
    /// <param name="text">What is trained on.</param>
    public StruckPipeline(FailureSetting setting, FailureCell cell, FailureTrace? trace, FailureText text)
    {
        (_setting, _cell, _trace, _text) = (setting, cell, trace, text);
        _models = [.. Enumerable.Range(0, setting.Stages).Select(_ => new WatchedModel(CreateModel(cell.Seed)))];
        _lives = new long[setting.Stages];
        _heldOut = new HeldOutLoss(text.HeldOut(setting.HeldOutWindows), _models[0]);
        _replacement = new StageReplacement(_models, CreateModel);
        _world = new SimulatedWorld(new SimulatedWorldOptions { Seed = cell.Seed, Wire = new EncodedWire(PipelineMessages.Catalogue) });
        _world.AddNode("hub", new SimulatedNodeOptions { Boot = BootHub });
        for (var member = 0; member < setting.Stages; member++)
        {
            AddMember(new MemberId(member));
        }
    }

    /// <summary>Trains until the steps are made, or the iterations are used up.</summary>
    /// <exception cref="InvalidOperationException">A state was lost for good.</exception>
    public FailureRun Run()
    {
        WaitFor(() => _formed is not null);
        Judge();
        var struck = -1L;
        while (_step < _setting.Steps && _iterations < _setting.MostIterations)
        {
            var lost = LostAt(_iterations);
            if (struck < _iterations && !lost.IsEmpty)
            {
                struck = _iterations;
                Lose(lost);
            }

            var before = _iterations;
            WaitFor(() => _iterations > before);
            if (_step == _pause)
            {
                Pause();
            }
        }

        return new FailureRun(_iterations, [.. _curve], [.. _strikes]) { Probes = _probes.Count == 0 ? null : _probes };
    }

    private ImmutableArray<int> LostAt(long iteration) =>
        _trace is null ? [] : FailureTraces.LostAt(_trace, iteration, _cell.Strategy);

    /// <summary>
    /// Judges what there is, or moves on to the step behind where a stage is lost now: a wait would give its copies time to arrive.
    /// </summary>
    private void Pause()
    {
        if (_step == _setting.Steps || LostAt(_iterations).IsEmpty)
        {
            Judge();
        }
        else
        {
            GoOnTo(_step + 1);
        }
    }

    private void Judge()
    {
        _world.RunFor(Settling);
        _curve.Add(new JudgedStep(_step, _iterations, PresentLoss()));
        if (_cell.Strategy.Kind == StrategyKind.Probed && _step > 0 && _step % (_setting.Steps / Probings) == 0)
        {
            Probe();
        }

        GoOnTo((_step / _setting.EvaluateEvery * _setting.EvaluateEvery) + _setting.EvaluateEvery);
    }

    private double PresentLoss() => _heldOut.Of(_models.Select(model => model.Present!));

    /// <summary>Puts everything that there is in the place of each inner stage, and what was there back again.</summary>
    private void Probe()
    {
        var loss = PresentLoss();
        for (var stage = 1; stage < _setting.Stages - 1; stage++)
        {
            var kept = _replacement.Read(stage);
            foreach (var strategy in FailureGrid.Ablation)
            {
                _replacement.Replace(strategy.Kind, stage, SeedOfDraw());
                _probes.Add(new ProbedLoss(_step, stage, strategy.Kind, PresentLoss() - loss));
            }

            _replacement.Restore(stage, kept);
        }
    }

    /// <summary>Parameters that are drawn are others each time, and never those that the run began with.</summary>
    private ulong SeedOfDraw() => _cell.Seed + ((ulong)(_iterations + 1) * SeedsApart);

    private void GoOnTo(long step)
    {
        _pause = Math.Min(step, _setting.Steps);
        _hub!.System.Tell(_conductor!, new WorkIsThere());
    }

    private void Lose(ImmutableArray<int> stages)
    {
        var before = _formed!;
        foreach (var stage in stages)
        {
            _world.NodeOf(NameOf(new MemberId(stage))).Crash(keepsDisk: false, RestartDelay);
        }

        WaitFor(() => _formed != before && _formed!.Form.Seats.All(seat => seat.Incarnation == new Incarnation(_lives[seat.Member.Value])));
        _step = _formed!.Stamp.Step;
        _strikes.Add(new Strike(_iterations, stages, _formed.Undone));
        if (_cell.Strategy.Kind is StrategyKind.PlainAverage or StrategyKind.CopyPrevious or StrategyKind.Random)
        {
            // Over what the pipeline has made of it, which has no such choice. All else stays as it does it: moments at zero, a higher rate.
            foreach (var stage in stages)
            {
                _replacement.Replace(_cell.Strategy.Kind, stage, SeedOfDraw());
            }
        }
    }

    private void WaitFor(Func<bool> hasComeAbout)
    {
        _world.RunUntil(() => _lost is not null || hasComeAbout(), Patience);
        if (_lost is { } reason)
        {
            throw new InvalidOperationException($"{_cell} has come to an end after {_iterations} iterations: {reason}");
        }
    }

    private StepWork? WorkOf(long step)
    {
        if (step > _pause)
        {
            return null;
        }

        var first = (step - 1) * _setting.Microbatches;
        return new StepWork(
            [
                .. Enumerable.Range(0, _setting.Microbatches).Select(microbatch => new SampleRange(
                    (first + microbatch) * _setting.SamplesPerMicrobatch, _setting.SamplesPerMicrobatch)),
            ],
            _setting.RateOf(step));
    }

    private void BootHub(SimulatedNode node)
    {
        _hub = node;
        var listener = node.System.Spawn("listener", () => new HeardEvents(
            made => (_step, _iterations) = (made.Step, _iterations + 1), formed => _formed = formed, lost => _lost = lost.Reason));
        _conductor = node.System.Spawn(
            "conductor",
            () => new Conductor(new ConductorOptions
            {
                Term = new Term(1),
                Layers = _setting.Layers,
                Stages = _setting.Stages,
                Microbatches = _setting.Microbatches,
                Clip = _setting.Clip,
                Buddy = _cell.Strategy.Buddy,
                StepsPerCopy = Math.Max(1, _cell.Strategy.StepsPerCopy),
                Neighbours = _cell.Strategy.Neighbours,
                Work = WorkOf,
                Listener = listener,
            }),
            new SpawnOptions { WellKnownName = ConductorName });
    }

    private void AddMember(MemberId member) => _world.AddNode(NameOf(member).ToString(), new SimulatedNodeOptions
    {
        Boot = node =>
        {
            var life = new Incarnation(++_lives[member.Value]);
            node.System.Spawn("stage", () => new Stage(new StageOptions
            {
                Member = member,
                Incarnation = life,
                Model = _models[member.Value],
                Lane = node.CreateLane(),
                Training = (samples, windows) => _text.Fill(_cell.Seed, samples, windows),
                Context = _setting.Context,
                Conductor = ConductorName,
            }));
        },
    });

    private StagedDecoder CreateModel(ulong seed) => new(_setting.CreateModel(), FailureSetting.CreateOptimizer(), seed);

    private static NodeId NameOf(MemberId member) => new($"node-{member.Value}");
}
