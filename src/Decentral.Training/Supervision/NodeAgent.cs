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
/// Hosts a node's parts of a run and replaces those that fail: those that it was made with, and workers in places that the
/// coordinator gives it. What a replacement begins with is its own affair: the coordinator reads its journal, a worker its
/// snapshot or a peer, a shard asks for the contributions again.
/// </summary>
public sealed class NodeAgent : Actor,
    IReceive<Failed>, IReceive<ReplacePart>, IReceive<AskForPlace>, IReceive<NodeReportDue>,
    IReceive<HostWorker>, IReceive<HostNone>, IReceive<HostShard>, IReceive<DropShard>, IReceive<ReplaceShard>, IReceive<RunIsOver>, IReceive<RequestStop>
{
    private readonly NodeOptions _options;
    private readonly Dictionary<ActorRef, HostedPart> _parts = [];
    private readonly Dictionary<ActorRef, WorkerId> _placed = [];
    private readonly Dictionary<ActorRef, HostedShard> _shards = [];

    /// <summary>Shards that wait to be made anew.</summary>
    private readonly List<HostedShard> _failed = [];
    private readonly HashSet<string> _beginningAnew = [];
    private readonly SortedSet<long> _requests = [];
    private long _lastRequest;
    private int _spawned;
    private int _replacements;

    /// <summary>Hosts what the options say.</summary>
    public NodeAgent(NodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    private IEnumerable<HostedShard> Shards => _shards.Values.Concat(_failed);

    private ActorRef Coordinator => Context.Named(_options.Names.Coordinator);

    /// <inheritdoc />
    public void Receive(Failed message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_placed.Remove(message.Child, out var worker))
        {
            CountFailure(worker.ToString(), message.Cause);
            Context.Schedule(_options.ReplacementDelay, new AskForPlace());
        }
        else if (_shards.Remove(message.Child, out var shard))
        {
            _failed.Add(shard);
            CountFailure(RunNames.Shard(shard.Fragment), message.Cause);
            Context.Schedule(_options.ReplacementDelay, new ReplaceShard(shard));
        }
        else if (_parts.Remove(message.Child, out var part))
        {
            CountFailure(part.Name, message.Cause);
            Context.Schedule(_options.ReplacementDelay, new ReplacePart(part));
        }
        else
        {
            throw new RunFailedException(message.Cause.Message, message.Cause);
        }
    }

    void IReceive<ReplacePart>.Receive(ReplacePart message) => Spawn(message.Part);

    void IReceive<AskForPlace>.Receive(AskForPlace message)
    {
        _requests.Add(++_lastRequest);
        Report();
    }

    void IReceive<NodeReportDue>.Receive(NodeReportDue message)
    {
        Context.Schedule(_options.ReportInterval, message);
        Report();
    }

    /// <inheritdoc />
    public void Receive(HostWorker message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!IsOrdered() || !_requests.Remove(message.Request))
        {
            return;
        }

        var isAnew = _beginningAnew.Remove(message.Worker.ToString());
        var worker = Context.Spawn(
            message.Worker.ToString(),
            () => _options.Placed!(message.Worker, message.Incarnation, isAnew),
            new SpawnOptions { MailboxCapacity = _options.MailboxCapacity });
        _placed.Add(worker, message.Worker);
        _options.Observer?.Placed(message.Worker);
    }

    /// <inheritdoc />
    public void Receive(HostNone message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (IsOrdered())
        {
            _options.Observer?.Refused(message.Reason);
        }
    }

    /// <inheritdoc />
    public void Receive(HostShard message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!IsOrdered() || _options.PlacedShard is null || message.Shard.Fragment.Value >= _options.Fragments || Shards.Any(shard =>
            shard.Fragment == message.Shard.Fragment && shard.Incarnation.CompareTo(message.Shard.Incarnation) >= 0))
        {
            return;
        }

        End(message.Shard.Fragment);
        Spawn(message.Shard);
        _options.Observer?.Placed(message.Shard.Fragment);
    }

    /// <inheritdoc />
    public void Receive(DropShard message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (IsOrdered() && Shards.Contains(message.Shard))
        {
            End(message.Shard.Fragment);
        }
    }

    void IReceive<ReplaceShard>.Receive(ReplaceShard message)
    {
        // Unless it was given a later life meanwhile, or to another node.
        if (_failed.Remove(message.Failed))
        {
            Spawn(message.Failed with { Incarnation = message.Failed.Incarnation.Next });
        }
    }

    /// <inheritdoc />
    public void Receive(RunIsOver message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (IsOrdered())
        {
            _options.Observer?.Ended(message.IsFinished);
        }
    }

    /// <inheritdoc />
    public void Receive(RequestStop message) => Context.Tell(Coordinator, message);

    /// <inheritdoc />
    protected override void Started()
    {
        if (_options.Coordinator is { } coordinator)
        {
            Spawn(new HostedPart(_options.Names.Coordinator, true, (_, _) => new Coordinator(coordinator)));
        }

        for (var i = 0; i < _options.Shards.Count; i++)
        {
            var shard = _options.Shards[i];
            Spawn(new HostedPart(RunNames.Shard(new FragmentId(i)), true, (life, _) => new ParameterShard(shard(life))));
        }

        for (var i = 0; i < _options.Workers.Count; i++)
        {
            var worker = _options.Workers[i];
            Spawn(new HostedPart($"worker-{i}", false, (life, isAnew) => new Worker(worker(life) with { BeginsAnew = isAnew })));
        }

        for (var i = 0; i < _options.Members.Count; i++)
        {
            var member = _options.Members[i];
            Spawn(new HostedPart($"member-{i}", false, (life, _) => member(life)));
        }

        if (_options.Placed is not null)
        {
            for (var i = 0; i < _options.Places; i++)
            {
                _requests.Add(++_lastRequest);
            }
        }

        if (_options.Placed is not null || _options.PlacedShard is not null)
        {
            ((IReceive<NodeReportDue>)this).Receive(new NodeReportDue());
        }
    }

    /// <summary>Whether a replacement would meet the same again.</summary>
    private static bool IsFutile(Exception cause) =>
        cause is RunConflictException or { InnerException: TrainingDivergedException or NonFiniteContributionException };

    /// <exception cref="RunFailedException">It is no use, or too many failed before.</exception>
    private void CountFailure(string part, Exception cause)
    {
        if (IsFutile(cause))
        {
            throw new RunFailedException(cause.Message, cause);
        }

        if (cause is TurnedAwayException)
        {
            _beginningAnew.Add(part);
        }

        _replacements++;
        if (_replacements > _options.MaxReplacements)
        {
            throw new RunFailedException(
                $"{part} failed, after {_options.MaxReplacements} other parts that were replaced: {cause.Message}", cause);
        }

        NodeLog.Replacing(Context.Log, part, cause.Message, cause);
        Context.Tell(Context.Named(_options.Names.Monitor), new PartFailed(part, cause.Message));
    }

    private void Report() => Context.Tell(
        Coordinator,
        new NodeReport(_options.Start, [.. _placed.Values.Order()], [.. _requests])
        {
            Measures = _options.Measures,
            Shards = [.. Shards.OrderBy(shard => shard.Fragment)],
        });

    private bool IsOrdered() => _options.IsCommander(Sender.Address.Node);

    private void End(FragmentId fragment)
    {
        _failed.RemoveAll(shard => shard.Fragment == fragment);
        foreach (var (actor, _) in _shards.Where(shard => shard.Value.Fragment == fragment).ToArray())
        {
            _shards.Remove(actor);
            Context.Stop(actor);
        }
    }

    private void Spawn(HostedShard shard)
    {
        var options = _options.PlacedShard!(shard);
        var child = Context.Spawn(
            $"{RunNames.Shard(shard.Fragment)}-{shard.Incarnation}",
            () => new ParameterShard(options),
            new SpawnOptions { MailboxCapacity = _options.MailboxCapacity });
        _shards.Add(child, shard);
    }

    private void Spawn(HostedPart part)
    {
        var isAnew = _beginningAnew.Remove(part.Name);
        var life = Incarnation.Of(_options.Start, ++_spawned);
        var child = Context.Spawn(
            part.Name,
            () => part.Make(life, isAnew),
            new SpawnOptions
            {
                MailboxCapacity = _options.MailboxCapacity,
                WellKnownName = part.IsWellKnown ? part.Name : null,
            });
        _parts.Add(child, part);
    }
}
