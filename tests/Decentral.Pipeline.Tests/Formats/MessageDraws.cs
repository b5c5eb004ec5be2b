using System.Collections.Immutable;
using System.Diagnostics;
using Decentral.Actors;
using Decentral.Models.Data;
using Decentral.Models.Stages;
using Decentral.Pipeline.Conducting;
using Decentral.Pipeline.Formats;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Recovery;
using Decentral.Pipeline.Schedules;
using Decentral.Simulation.Randomness;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;
using Decentral.Training.Tests.Formats;

namespace Decentral.Pipeline.Tests.Formats;

/// <summary>Draws messages that a pipeline may tell. Its forms are those that a conductor makes of what it is asked for.</summary>
internal sealed class MessageDraws(SeededRandom random)
{
    private const long MaxOfRun = 1L << 53;
    private const int MostMembers = 9;
    private const int MostLayers = 40;

    public object Message(Type type) => type switch
    {
        _ when type == typeof(FormStage) => FormStage(),
        _ when type == typeof(LeaveStage) => new LeaveStage(Term(), Epoch()),
        _ when type == typeof(BeginStep) => new BeginStep(Term(), Epoch(), Step(), Microbatches()),
        _ when type == typeof(ApplyStep) => Apply(new StateStamp(Epoch(), Step())),
        _ when type == typeof(MeasureLoss) => new MeasureLoss(Term(), Epoch(), Number(MaxOfRun), Number(MaxOfRun), Held()),
        _ when type == typeof(SaveAtoms) => new SaveAtoms(Term(), Epoch(), Number(MaxOfRun), Snapshot(), Saved()),
        _ when type == typeof(ActivationHeader) => new ActivationHeader(Epoch(), Step(), Pass()),
        _ when type == typeof(SlotsFreed) =>
            new SlotsFreed(Epoch(), Step(), new Edge(Any<PassKind>(), Chunk(), Chunk()), 1 + Below(PipelineReading.MaxMicrobatches)),
        _ when type == typeof(TiedHeader) => new TiedHeader(Epoch(), Number(MaxOfRun), random.Chance(0.5)),
        _ when type == typeof(RequestAtoms) => new RequestAtoms(Epoch(), Stamp(), Atoms()),
        _ when type == typeof(AtomsHeader) => new AtomsHeader(Epoch(), Stamp(), Atoms(), Number(MaxOfRun)),
        _ when type == typeof(CopyHeader) => new CopyHeader(Epoch(), Copy(), Number(MaxOfRun)),
        _ when type == typeof(MeasuredHeader) =>
            new MeasuredHeader(Epoch(), Number(MaxOfRun), Number(MaxOfRun), Below(PipelineReading.MaxChunks), Held()),
        _ when type == typeof(LossMeasured) => new LossMeasured(Epoch(), Number(MaxOfRun), NotNegative()),
        _ when type == typeof(AtomsSaved) => new AtomsSaved(Member(), Epoch(), Snapshot()),
        _ when type == typeof(StageReport) => Report(),
        _ when type == typeof(StageFormed) => new StageFormed(Member(), Epoch()),
        _ when type == typeof(StepRun) => Run(),
        _ when type == typeof(CopyKept) => new CopyKept(Member(), Copy()),
        _ => throw new UnreachableException($"How a {type} is drawn is to be said here."),
    };

    /// <summary>A form that a conductor makes of whoever is there.</summary>
    public PipelineForm Form()
    {
        var layers = 1 + random.Below(MostLayers);
        var options = new ConductorOptions
        {
            Term = Term(),
            Layers = layers,
            Stages = 1 + random.Below(Math.Min(layers, MostMembers)),
            Work = _ => null,
            Listener = ActorRef.None,
            Schedule = Any<PipelineScheduleKind>(),
            Microbatches = 1 + random.Below(20),
            Chunks = 1 + random.Below(3),
            Neighbours = Any<NeighbourKind>(),
        };
        var members = Enumerable.Range(0, 1 + random.Below(MostMembers)).Select(_ => Member()).Distinct()
            .ToDictionary(member => member, member => new MemberState(member, Life(), Somebody()));
        return SeatPlanner.Plan(options, new Epoch(2 + Number(MaxOfRun - 1)), before: [], members);
    }

    private FormStage FormStage()
    {
        var form = Form();
        var stamp = random.Chance(0.2) ? default : new StateStamp(new Epoch(1 + Number(form.Epoch.Value - 1)), Step());
        return new FormStage(Term(), form, stamp, Origins(form), stamp == default || random.Chance(0.5) ? null : Apply(stamp))
        {
            LearningRateScale = NotNegative(),
            Protects = Any<Protection>(),
        };
    }

    private ImmutableArray<AtomOrigin> Origins(PipelineForm form)
    {
        var layers = FormCheck.LayersOf(form);
        return [.. ModelAtom.All(layers).Where(_ => random.Chance(0.5)).Select(atom => new AtomOrigin(atom, Sources(atom, layers)))];
    }

    private ImmutableArray<AtomSource> Sources(ModelAtom atom, int layers)
    {
        var layer = atom.Index - 1;
        if (atom.IsLayer(layers) && layer > 0 && layer < layers - 1 && random.Chance(0.5))
        {
            var shares = NeighbourShares.FromNorms(random.Fraction(), random.Fraction());
            return
            [
                new AtomSource(Somebody(), ModelAtom.Layer(random.Below(layer)), Stamp(), shares.Earlier),
                new AtomSource(Somebody(), ModelAtom.Layer(layer + 1 + random.Below(layers - 1 - layer)), Stamp(), shares.Later),
            ];
        }

        var isCopied = atom.IsLayer(layers) && random.Chance(0.3);
        return random.Chance(0.2) ? []
            : [new AtomSource(Somebody(), isCopied ? ModelAtom.Layer(random.Below(layers)) : atom, Stamp())];
    }

    private ApplyStep Apply(StateStamp made) => new(
        Term(), made.Epoch, made.Step, NotNegative(), NotNegative(), Any<Protection>(), Number(made.Step + 1))
    {
        Memo = [.. Enumerable.Range(0, random.Below(20)).Select(_ => (byte)random.Below(256))],
    };

    private SampleRange Held() => new(Number(MaxOfRun), 1 + Below(PipelineReading.MaxSamples));

    private SavedState Saved() => new(new WorkerId(random.Below(1 << 16)), new Round(Number(MaxOfRun)));

    private string Snapshot() => $"r{random.Below(1 << 20):d8}-t{random.Below(100)}";

    private ImmutableArray<SampleRange> Microbatches()
    {
        var samples = 1 + Below(PipelineReading.MaxSamples);
        return [.. Enumerable.Range(0, 1 + random.Below(20)).Select(_ => new SampleRange(Number(MaxOfRun), samples))];
    }

    private StageReport Report() => new(
        Member(), Life(), new Term(Number(MaxOfRun)), new Epoch(Number(MaxOfRun)), random.Chance(0.5), Stamp(), Somebody())
    {
        Running = Number(MaxOfRun),
        Run = random.Chance(0.5) ? Run() : null,
        Copies = [.. Enumerable.Range(0, random.Below(4)).Select(_ => Copy())],
        Atoms = random.Chance(0.5) ? Atoms() : [],
        Applied = random.Chance(0.5) ? Apply(new StateStamp(Epoch(), Step())) : null,
        LearningRateScale = NotNegative(),
        Saved = random.Chance(0.5) ? Saved() : null,
    };

    /// <summary>That of a step that diverged is no number, or has none that holds it.</summary>
    private StepRun Run() => new(
        Member(),
        Epoch(),
        Step(),
        random.Chance(0.2) ? random.Pick([double.NaN, double.PositiveInfinity]) : NotNegative(),
        random.Chance(0.2) ? random.Pick([double.NaN, double.NegativeInfinity]) : -NotNegative());

    private Pass Pass() => new(Any<PassKind>(), Below(PipelineReading.MaxMicrobatches), Chunk());

    private int Chunk() => Below(PipelineReading.MaxChunks);

    private CopyId Copy() => new(Member(), Stamp(), Atoms());

    private ImmutableArray<ModelAtom> Atoms() =>
    [
        .. Enumerable.Range(0, 1 + random.Below(8)).Select(_ => new ModelAtom(Below(PipelineReading.MaxAtoms))).Distinct().Order(),
    ];

    private StateStamp Stamp() => random.Chance(0.2) ? default : new StateStamp(Epoch(), Step());

    private Epoch Epoch() => new(1 + Number(MaxOfRun));

    private long Step() => 1 + Number(MaxOfRun);

    private Term Term() => new(1 + Number(MaxOfRun));

    private Incarnation Life() => new(1 + Number(MaxOfRun));

    private MemberId Member() => new(Below(int.MaxValue));

    private ActorRef Somebody() => Addresses.Of($"node-{random.Below(100)}", $"node/stage-{random.Below(100)}", Number(long.MaxValue));

    private double NotNegative() => random.Fraction() * Math.Pow(2, random.Below(600) - 300);

    private TEnum Any<TEnum>()
        where TEnum : struct, Enum => random.Pick(Enum.GetValues<TEnum>());

    private int Below(int bound) => (int)Number(bound);

    /// <summary>As often small as large.</summary>
    private long Number(long below)
    {
        var drawn = (random.Next() >> random.Below(64)) % (ulong)below;
        return (long)drawn;
    }
}
