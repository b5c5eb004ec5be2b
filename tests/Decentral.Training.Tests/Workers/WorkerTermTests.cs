using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Models.Data;
using Decentral.Simulation;
using Decentral.Simulation.Nodes;
using Decentral.Training.Protocol;
using Decentral.Training.Supervision;
using Decentral.Training.Tests.Fleet;

namespace Decentral.Training.Tests.Workers;

/// <summary>
/// What was asked for in one term is not taken in the next: the version may have been undone in between. Found by seed 17481,
/// where a state was on its way over a roll-back.
/// </summary>
public sealed class WorkerTermTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly Term First = new(1);
    private static readonly Term Second = new(2);

    private readonly FleetParts _parts;
    private readonly SimulatedWorld _world = new();
    private readonly SimulatedNode _node;
    private readonly List<WorkerReport> _reports = [];

    public WorkerTermTests()
    {
        _parts = new FleetParts(new FleetOptions());
        _node = _world.AddNode("node");
        _node.System.Spawn(
            "coordinator", () => new Listener(_reports), new SpawnOptions { WellKnownName = new RunNames().Coordinator });
        var snapshots = new SimulatedSnapshots(TimeSpan.FromMilliseconds(1)).On(_node);
        _node.System.Spawn("node", () => new NodeAgent(new NodeOptions
        {
            Start = 1,
            Workers =
            [
                life => _parts.Worker(0, _node.CreateLane(), snapshots)(life) with { IsCommander = node => node == _node.Id },
            ],
        }));
        _world.RunUntil(() => _reports.Count > 0, Patience);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    public void Transferred_StateAfterARollCall_IsTakenInItsTermOnly(long term, long version)
    {
        Do((context, worker) =>
        {
            context.Tell(worker, new CallRoll(Second));
            SendState(context, worker, new Term(term));
        });

        Assert.Equal((Second, new Round(version)), (_reports[^1].Term, _reports[^1].Version));
    }

    [Fact]
    public void CallRoll_StateOfALowerTermWaitsForTheLane_IsAnsweredWithoutIt()
    {
        Do((context, worker) =>
        {
            ImmutableArray<SampleRange> lease = [new(0, 100)];
            context.Tell(worker, new StartRound(First, new Round(1), First, 100, lease, new LearningPace(0, 4, 400), Continues: true));
            SendState(context, worker, First);
            context.Tell(worker, new CallRoll(Second));
        });

        Assert.Equal((Second, Round.Zero), (_reports[^1].Term, _reports[^1].Version));
    }

    /// <summary>A member of the run that gives orders, in a term as high as can be.</summary>
    [Fact]
    public void CallRoll_OfAnotherNodeThanTheCoordinators_IsNotHeard()
    {
        var stranger = _world.AddNode("stranger");

        Do((context, worker) => context.Tell(worker, new CallRoll(new Term(1_000))), stranger);
        Do((context, worker) => context.Tell(worker, new CallRoll(Second)));

        Assert.Equal(Second, _reports[^1].Term);
    }

    /// <summary>Does something in an actor's turn, and lets come of it what may.</summary>
    private void Do(Action<IActorContext, ActorRef> action, SimulatedNode? on = null)
    {
        (on ?? _node).System.Spawn("doer", () => new Doer(context => action(context, _reports[0].Reference)));
        _world.RunFor(Patience);
    }

    /// <summary>What another worker holds at version 1.</summary>
    private void SendState(IActorContext context, ActorRef worker, Term term)
    {
        using var donor = _parts.MakeReplica();
        donor.Train([new SampleRange(0, 1)], 0);
        var update = new byte[donor.UpdateLength(new Round(1))];
        donor.EncodeUpdate(new Round(1), update);
        donor.Apply(new PublishedHeader(term, default, new Round(1), 0, 0, 1, "a digest"), update, hasContributed: true);
        context.Transfer(worker, new SharedStateHeader(term, new Round(1)), donor.Export());
    }

    private sealed class Listener(List<WorkerReport> reports) : Actor, IReceive<WorkerReport>
    {
        public void Receive(WorkerReport message) => reports.Add(message);
    }

    private sealed class Doer(Action<IActorContext> action) : Actor
    {
        protected override void Started() => action(Context);
    }
}
