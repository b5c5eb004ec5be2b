using Decentral.Actors;
using Decentral.Actors.Messages;
using Decentral.Models.Optimizers;
using Decentral.Training.Coordination;
using Decentral.Training.Monitoring;
using Decentral.Training.Protocol;
using Decentral.Training.Shards;
using Decentral.Training.Workers;

namespace Decentral.Training.Supervision;

/// <summary>
/// Hosts a node's parts of a run and replaces those that fail. What a replacement begins with is its own affair: the
/// coordinator reads its journal, a worker its snapshot or a peer, a shard asks for the contributions again.
/// </summary>
public sealed class NodeAgent : Actor, IReceive<Failed>, IReceive<ReplacePart>, IReceive<RequestStop>
{
    private const int IncarnationsPerStart = 1 << 20;

    private readonly NodeOptions _options;
    private readonly Dictionary<ActorRef, ReplacePart> _parts = [];
    private int _spawned;
    private int _replacements;

    /// <summary>Hosts what the options say.</summary>
    public NodeAgent(NodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <inheritdoc />
    public void Receive(Failed message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!_parts.Remove(message.Child, out var part) || IsFutile(message.Cause))
        {
            throw new RunFailedException(message.Cause.Message, message.Cause);
        }

        _replacements++;
        if (_replacements > _options.MaxReplacements)
        {
            throw new RunFailedException(
                $"{part.Name} failed, after {_options.MaxReplacements} other parts that were replaced: {message.Cause.Message}",
                message.Cause);
        }

        NodeLog.Replacing(Context.Log, part.Name, message.Cause.Message, message.Cause);
        Context.Tell(Context.Named(_options.Names.Monitor), new PartFailed(part.Name, message.Cause.Message));
        Context.Schedule(_options.ReplacementDelay, part);
    }

    /// <inheritdoc />
    public void Receive(ReplacePart message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Spawn(message);
    }

    /// <inheritdoc />
    public void Receive(RequestStop message) => Context.Tell(Context.Named(_options.Names.Coordinator), message);

    /// <inheritdoc />
    protected override void Started()
    {
        if (_options.Coordinator is { } coordinator)
        {
            Spawn(new ReplacePart(_options.Names.Coordinator, true, _ => new Coordinator(coordinator)));
        }

        for (var i = 0; i < _options.Shards.Count; i++)
        {
            var shard = _options.Shards[i];
            Spawn(new ReplacePart(RunNames.Shard(new FragmentId(i)), true, life => new ParameterShard(shard(life))));
        }

        for (var i = 0; i < _options.Workers.Count; i++)
        {
            var worker = _options.Workers[i];
            Spawn(new ReplacePart($"worker-{i}", false, life => new Worker(worker(life))));
        }
    }

    /// <summary>Whether a replacement would meet the same again.</summary>
    private static bool IsFutile(Exception cause) =>
        cause is RunConflictException or { InnerException: TrainingDivergedException or NonFiniteContributionException };

    private void Spawn(ReplacePart part)
    {
        var life = new Incarnation((_options.Start * IncarnationsPerStart) + ++_spawned);
        var child = Context.Spawn(
            part.Name,
            () => part.Make(life),
            new SpawnOptions
            {
                MailboxCapacity = _options.MailboxCapacity,
                WellKnownName = part.IsWellKnown ? part.Name : null,
            });
        _parts.Add(child, part);
    }
}
