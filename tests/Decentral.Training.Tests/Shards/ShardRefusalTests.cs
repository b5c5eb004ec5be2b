using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Codecs;
using Decentral.Codecs.Feedback;
using Decentral.Simulation;
using Decentral.Training.Protocol;
using Decentral.Training.Shards;

namespace Decentral.Training.Tests.Shards;

/// <summary>
/// One of three workers, each on a node of its own, sends what cannot be an update: it is named, with the reason, and the round is of
/// the other two.
/// </summary>
public sealed class ShardRefusalTests
{
    private const int Values = 5000;
    private const int Damaging = 2;

    private static readonly string[] Any = ["one byte short", "one byte more", "empty", "all ones"];
    private static readonly Round Now = new(1);
    private static readonly Term Opened = new(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SimulatedWorld _world = new();
    private readonly Listener _coordinator = new();

    public static TheoryData<string, string> Damages => new(
        from codec in TensorCodecs.Names
        from damage in Any
        select (codec, damage));

    [Theory]
    [MemberData(nameof(Damages))]
    [InlineData("top-k", "other indices than values")]
    [InlineData("top-k-bf16", "other indices than values")]
    [InlineData("top-k-two-bit", "other indices than values")]
    public void Collect_PayloadThatIsNoUpdate_NamesItsSenderAndReducesTheOthers(string codec, string damage)
    {
        var format = TensorCodecs.Find(codec)!;
        var length = format.EncodedLength(Values);
        var workers = Enumerable.Range(0, Damaging + 1)
            .Select(worker => Spawn(worker, worker == Damaging ? Damage(Update(format), damage) : Update(format)))
            .ToArray();
        var hub = _world.AddNode("hub");
        hub.System.Spawn("coordinator", () => _coordinator, new SpawnOptions { WellKnownName = new RunNames().Coordinator });
        var shard = hub.System.Spawn("shard", () => new ParameterShard(new ShardOptions
        {
            Fragment = default,
            Incarnation = new Incarnation(1),
            Reducer = new ShardReducer(Values, new CodecStages(format), new CodecStages(new Fp32Codec())),
            Lane = hub.CreateLane(),
        }));

        hub.System.Tell(shard, Collect(workers));
        _world.RunUntil(() => _coordinator.Refused.Count > 0, Patience);
        hub.System.Tell(shard, Collect(workers[..Damaging]));
        _world.RunUntil(() => _coordinator.Reduced.Count > 0, Patience);

        var refused = Assert.Single(_coordinator.Refused);
        Assert.Equal((new WorkerId(Damaging), "node-2"), (refused.Worker, refused.From.Address.Node.Name));
        Assert.Contains(
            damage is "all ones" or "other indices than values" ? "not finite" : $"bytes, where an update has {length}",
            refused.Reason,
            StringComparison.Ordinal);
        Assert.Equal([0, 1], _coordinator.Reduced[0].Contributions.Select(given => given.Worker.Value));
    }

    private static byte[] Update(ITensorFormat format)
    {
        var encoded = new byte[format.EncodedLength(Values)];
        TensorEncoders.For(format, Values).Encode([.. Enumerable.Range(1, Values).Select(value => 1f / value)], encoded);
        return encoded;
    }

    private static byte[] Damage(byte[] update, string damage)
    {
        switch (damage)
        {
            case "one byte short":
                return update[1..];
            case "one byte more":
                return [.. update, 0];
            case "empty":
                return [];
            case "all ones":
                update.AsSpan().Fill(0xFF);
                return update;
            default:
                // Those of the first chunk: none where there are 64 values.
                update.AsSpan(0, 64).Clear();
                return update;
        }
    }

    private static CollectRound Collect(ActorRef[] workers) => new(
        Opened,
        Now,
        Opened,
        0,
        0,
        [.. workers.Select((reference, worker) => new Participant(new WorkerId(worker), new Incarnation(1), reference, Now, Opened, 8, 8))],
        TellsEach: false);

    private ActorRef Spawn(int worker, byte[] update)
    {
        var header = new ContributionHeader(new FragmentId(0), Now, Opened, new WorkerId(worker), new Incarnation(1), 8, 1.5) { Weight = 8 };
        return _world.AddNode($"node-{worker}").System.Spawn($"worker-{worker}", () => new Giver(header, update));
    }

    /// <summary>Sends an update whenever it is asked for it.</summary>
    private sealed class Giver(ContributionHeader header, byte[] update) : Actor,
        IReceive<RequestContribution>, IReceive<ContributionTaken>, IReceive<TransferCompleted>, IReceive<TransferFailed>
    {
        public void Receive(RequestContribution message) => Context.Transfer(Sender, header, Payload.CopyOf(update));

        public void Receive(ContributionTaken message)
        {
        }

        public void Receive(TransferCompleted message)
        {
        }

        public void Receive(TransferFailed message)
        {
        }
    }

    private sealed class Listener : Actor, IReceive<ShardReport>, IReceive<ContributionRefused>, IReceive<FragmentReduced>
    {
        public List<ContributionRefused> Refused { get; } = [];

        public List<FragmentReduced> Reduced { get; } = [];

        public void Receive(ShardReport message)
        {
        }

        public void Receive(ContributionRefused message) => Refused.Add(message);

        public void Receive(FragmentReduced message) => Reduced.Add(message);
    }
}
