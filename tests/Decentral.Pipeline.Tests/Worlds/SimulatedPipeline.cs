using Decentral.Actors;
using Decentral.Pipeline.Conducting;
using Decentral.Pipeline.Formats;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Stages;
using Decentral.Simulation;
using Decentral.Simulation.Network;
using Decentral.Simulation.Nodes;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Tests.Worlds;

/// <summary>A pipeline in virtual time: a hub with the conductor, and a node for each member.</summary>
internal sealed class SimulatedPipeline
{
    private const string ConductorName = "pipeline-0";
    private readonly PipelineWorld _drawn;
    private readonly long[] _lives;
    private readonly Stage?[] _stages;
    private long _terms;

    public SimulatedPipeline(PipelineWorld drawn)
    {
        _drawn = drawn;
        _lives = new long[drawn.Members];
        _stages = new Stage?[drawn.Members];
        World = new SimulatedWorld(new SimulatedWorldOptions
        {
            Seed = drawn.Seed,
            Wire = new EncodedWire(PipelineMessages.Catalogue),
            ReplayCommand = "artifacts/bin/Decentral.Pipeline.Tests/release/Decentral.Pipeline.Tests --filter-trait Seed={seed}",
        });
        World.AddNode("hub", new SimulatedNodeOptions { Boot = BootHub });
        for (var member = 0; member < drawn.Members; member++)
        {
            AddMember(new MemberId(member));
        }

        World.Apply(drawn.Faults);
    }

    public SimulatedWorld World { get; }

    /// <summary>What the conductor told.</summary>
    public List<object> Heard { get; } = [];

    /// <summary>The steps that count, by number.</summary>
    public IReadOnlyList<StepMade> Steps
    {
        get
        {
            var steps = new SortedDictionary<long, StepMade>();
            foreach (var made in Heard.OfType<StepMade>())
            {
                steps[made.Step] = made;
            }

            return [.. steps.Values];
        }
    }

    /// <summary>Conductors that there have been.</summary>
    public long Terms => _terms;

    public IEnumerable<PipelineFormed> Forms => Heard.OfType<PipelineFormed>();

    /// <summary>The step that the pipeline is behind: one whose conductor died as it was decided is told of by the next epoch alone.</summary>
    public long LastStep => Heard.LastOrDefault() switch
    {
        StepMade made => made.Step,
        PipelineFormed formed => formed.Stamp.Step,
        _ => 0,
    };

    public bool HasEnded => LastStep == _drawn.Steps;

    public bool IsLost => Heard.OfType<PipelineLost>().Any();

    public static NodeId NameOf(MemberId member) => new($"node-{member.Value}");

    public SimulatedPipeline Run(TimeSpan? limit = null)
    {
        try
        {
            World.RunUntil(() => HasEnded || IsLost, limit ?? TimeSpan.FromMinutes(10));
            return this;
        }
        catch (SimulationFailedException failure)
        {
            throw new SimulationFailedException(
                $"{failure.Message}\n{this}", failure.InnerException);
        }
    }

    public override string ToString() =>
        $"{_drawn}\n{string.Join('\n', Heard.TakeLast(20))}\n{string.Join('\n', _stages.AsEnumerable())}";

    public SimulatedPipeline RunThrough(long step)
    {
        World.RunUntil(() => Steps.Count > 0 && Steps[^1].Step >= step, TimeSpan.FromMinutes(10));
        return this;
    }

    private void BootHub(SimulatedNode node)
    {
        _terms++;
        var listener = node.System.Spawn("listener", () => new PipelineListener(Heard));
        node.System.Spawn(
            "conductor",
            () => new Conductor(new ConductorOptions
            {
                Term = new Term(_terms),
                IsTakingOver = _terms > 1,
                Layers = _drawn.CreateModel().Layers,
                Stages = _drawn.Stages,
                Schedule = _drawn.Schedule,
                Chunks = _drawn.Chunks,
                Microbatches = _drawn.Microbatches,
                Clip = _drawn.Clip,
                Buddy = _drawn.Buddy,
                StepsPerCopy = _drawn.StepsPerCopy,
                Neighbours = _drawn.Neighbours,
                Patience = _drawn.Patience,
                Work = _drawn.WorkOf,
                Listener = listener,
            }),
            new SpawnOptions { WellKnownName = ConductorName });
    }

    private void AddMember(MemberId member) => World.AddNode(NameOf(member).ToString(), new SimulatedNodeOptions
    {
        Device = _drawn.Device,
        Boot = node => node.System.Spawn("host", () => new StageHost(
            life => new StageOptions
            {
                Member = member,
                Incarnation = life,
                Model = _drawn.CreateModel(),
                Lane = node.CreateLane(),
                CopyLane = _drawn.CopiesBeside ? node.CreateLane() : null,
                Training = PipelineWorld.Fill,
                Context = _drawn.Context,
                Activations = _drawn.Activations,
                Slots = _drawn.Slots,
                Conductor = ConductorName,
            },
            () => new Incarnation(++_lives[member.Value]),
            stage => _stages[member.Value] = stage)),
    });
}
