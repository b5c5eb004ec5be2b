using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Models.Data;
using Decentral.Models.Decoders;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Schedules;
using Decentral.Training.Protocol;
using Decentral.Training.Tests.Formats;

namespace Decentral.Pipeline.Tests.Formats;

/// <summary>One message of each format, with no property at its default, as that would not show that it was lost.</summary>
internal static class MessageSamples
{
    private const long Step = 300;

    private static readonly Term Term = new(7);
    private static readonly Epoch Epoch = new(9);
    private static readonly StateStamp Stamp = new(new Epoch(8), Step);
    private static readonly MemberId Member = new(3);
    private static readonly Incarnation Life = new((1 << 20) + 4);
    private static readonly ImmutableArray<ModelAtom> Atoms = [ModelAtom.Layer(2), ModelAtom.Layer(3)];
    private static readonly CopyId Copy = new(new MemberId(5), Stamp, Atoms);
    private static readonly StepRun Run = new(Member, Epoch, Step + 1, GradientNorm: 1.5, Loss: 2.5);

    private static readonly SavedState Saved = new(new WorkerId(2), new Round(30));

    private static readonly PipelineForm Form = new(
        Epoch,
        [
            new StageSeat(Member, Life, StageOn("a"), [new ModelPart(default, HasEmbedding: true), Layers(0, 2)]),
            new StageSeat(new MemberId(5), Life, StageOn("b"), [Layers(2, 4)]),
            new StageSeat(new MemberId(1), Life, StageOn("c"), [Layers(4, 6)]),
            new StageSeat(new MemberId(2), Life, StageOn("d"), [Layers(6, 8), new ModelPart(new LayerRange(8, 8), HasHead: true)]),
        ],
        new ScheduleOptions { Stages = 4, Microbatches = 8 },
        IsSwapped: true);

    public static IReadOnlyList<object> All { get; } =
    [
        new FormStage(
            Term,
            Form,
            Stamp,
            [
                new AtomOrigin(ModelAtom.Embedding, [new AtomSource(StageOn("b"), ModelAtom.Embedding, new StateStamp(new Epoch(8), 299))]),
                new AtomOrigin(
                    ModelAtom.Layer(2),
                    [
                        new AtomSource(StageOn("a"), ModelAtom.Layer(0), Stamp, 0.25f),
                        new AtomSource(StageOn("c"), ModelAtom.Layer(4), Stamp, 0.75f),
                    ]),
                new AtomOrigin(ModelAtom.Layer(3), []),
            ],
            new ApplyStep(Term, Stamp.Epoch, Step, LearningRate: 1e-3, Scale: 0.5, Protection.Ends, KeepFrom: 299))
        {
            LearningRateScale = 1.1,
            Protects = Protection.Everything,
            Saved = Saved,
        },
        new LeaveStage(Term, Epoch),
        new BeginStep(Term, Epoch, Step, [new SampleRange(64, 16), new SampleRange(1 << 20, 16)]),
        new ApplyStep(Term, Epoch, Step, LearningRate: 1e-3, Scale: 0.5, Protection.Everything, KeepFrom: 299) { Memo = [1, 2, 3] },
        new MeasureLoss(Term, Epoch, Step, Number: 11, new SampleRange(128, 8)),
        new SaveAtoms(Term, Epoch, Step, "r00000030-t7", Saved),
        new ActivationHeader(Epoch, Step, new Pass(PassKind.Backward, Microbatch: 6, Chunk: 5)),
        new SlotsFreed(Epoch, Step, new Edge(PassKind.Backward, From: 5, To: 4), Total: 7),
        new TiedHeader(Epoch, Step, IsGradient: true),
        new RequestAtoms(Epoch, Stamp, Atoms),
        new AtomsHeader(Epoch, Stamp, Atoms, OptimizerSteps: 290),
        new CopyHeader(Epoch, Copy, OptimizerSteps: 290),
        new MeasuredHeader(Epoch, Step, Number: 11, Hop: 2, new SampleRange(128, 8)),
        new StageReport(Member, Life, Term, Epoch, IsFormed: true, Stamp, StageOn("a"))
        {
            Running = Step + 1,
            Run = Run,
            Copies = [Copy, new CopyId(Member, Stamp, [ModelAtom.Embedding])],
            Atoms = Atoms,
            Applied = new ApplyStep(Term, Epoch, Step, LearningRate: 1e-3, Scale: 0.5, Protection.Ends, KeepFrom: 299),
            LearningRateScale = 1.1,
            Saved = Saved,
        },
        new StageFormed(Member, Epoch),
        Run,
        new CopyKept(Member, Copy),
        new LossMeasured(Epoch, Number: 11, Loss: 2.5),
        new AtomsSaved(Member, Epoch, "r00000030-t7"),
    ];

    public static object Of(string manifest) => All.Single(message => Encoded.FormatOf(message).Manifest == manifest);

    private static ActorRef StageOn(string node) => Addresses.Of(node, "node/stage-4", 9);

    private static ModelPart Layers(int first, int end) => new(new LayerRange(first, end));
}
