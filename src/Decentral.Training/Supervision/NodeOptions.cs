using Decentral.Actors;
using Decentral.Training.Coordination;
using Decentral.Training.Protocol;
using Decentral.Training.Shards;
using Decentral.Training.Workers;

namespace Decentral.Training.Supervision;

/// <summary>Which parts of a run a node hosts, and how each is made anew.</summary>
public sealed record NodeOptions
{
    /// <summary>
    /// Which start of the node this is, from 1, counted durably: incarnations of a later start are higher than those of an
    /// earlier one.
    /// </summary>
    public required long Start { get; init; }

    /// <summary>The coordinator; null where it lives elsewhere.</summary>
    public CoordinatorOptions? Coordinator { get; init; }

    /// <summary>Parameter shards, made for an incarnation.</summary>
    public IReadOnlyList<Func<Incarnation, ShardOptions>> Shards { get; init; } = [];

    /// <summary>Workers, made for an incarnation.</summary>
    public IReadOnlyList<Func<Incarnation, WorkerOptions>> Workers { get; init; } = [];

    /// <summary>What else of a run it hosts beside these, made for an incarnation: members of a pipeline.</summary>
    public IReadOnlyList<Func<Incarnation, Actor>> Members { get; init; } = [];

    /// <summary>
    /// Makes what fills a place in the fleet that the coordinator gives this node, a worker or a member of a pipeline, for an incarnation, and so
    /// that it begins anew where the last one held what was undone; null for a node that asks for none.
    /// </summary>
    public Func<WorkerId, Incarnation, bool, Actor>? Placed { get; init; }

    /// <summary>
    /// Makes the parameter shard that the coordinator gives this node; null for a node that hosts none of those.
    /// </summary>
    public Func<HostedShard, ShardOptions>? PlacedShard { get; init; }

    /// <summary>Fragments that there are; nobody is given the shard of another.</summary>
    public int Fragments { get; init; } = 1;

    /// <summary>Places that it asks for.</summary>
    public int Places { get; init; } = 1;

    /// <summary>What it found out about itself, for the ledger; null for nothing.</summary>
    public NodeMeasures? Measures { get; init; }

    /// <summary>Whether a node may give orders: the one that hosts the coordinator. Others are not heard.</summary>
    public Func<NodeId, bool> IsCommander { get; init; } = static _ => true;

    /// <summary>Hears what the run has the node do; null for nobody.</summary>
    public INodeObserver? Observer { get; init; }

    /// <summary>The names of the actors of a run.</summary>
    public RunNames Names { get; init; } = new();

    /// <summary>Messages that may wait in a mailbox of the run's actors.</summary>
    public int MailboxCapacity { get; init; } = 4096;

    /// <summary>Lost parts that are replaced before the node gives up.</summary>
    public int MaxReplacements { get; init; } = 100;

    /// <summary>Time between the loss of a part and its replacement.</summary>
    public TimeSpan ReplacementDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Time between two reports of a node that asks for places.</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(1);
}
