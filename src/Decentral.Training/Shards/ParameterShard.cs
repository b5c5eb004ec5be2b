using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Actors.Compute;
using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;

namespace Decentral.Training.Shards;

/// <summary>
/// Collects the contributions to one fragment, reduces them when all are there, and publishes the aggregate once the
/// coordinator has committed it. It holds nothing else but what a contractive codec has left: every worker replays the outer step,
/// so a shard that is lost costs no more than sending the contributions of one round again, and what it owed.
/// </summary>
internal sealed class ParameterShard : Actor,
    IReceive<CallShard>, IReceive<CollectRound>, IReceive<PublishRound>, IReceive<Transferred<ContributionHeader>>,
    IReceive<ContributionChecked>, IReceive<ReductionDone>, IReceive<ShardLaneFailed>, IReceive<TransferFailed>, IReceive<TransferCompleted>,
    IReceive<ShardReportDue>
{
    private readonly ShardOptions _options;
    private readonly Dictionary<TransferId, ActorRef> _publishing = [];
    private readonly HashSet<ActorRef> _published = [];
    private Term _term;
    private Collection? _collection;
    private Reduction? _reduction;
    private bool _isReducing;
    private bool _isCommitted;
    private bool _tellsEach;
    private TypicalNorm _typicalNorm;

    /// <summary>What codecs have left of the aggregates that were published, and the next one is to bring.</summary>
    private float[] _owed;

    /// <summary>The last round in that.</summary>
    private Round _owedThrough;

    public ParameterShard(ShardOptions options)
    {
        _options = options;
        _owed = new float[options.Reducer.OwedLength];
    }

    private ActorRef Coordinator => Context.Named(_options.Names.Coordinator);

    private Round Reduced => _reduction?.Result.Round ?? Round.Zero;

    protected override void Started()
    {
        Report();
        Context.Schedule(_options.ReportInterval, new ShardReportDue());
    }

    protected override void Stopped()
    {
        _collection?.Dispose();
        _reduction?.Dispose();
    }

    public void Receive(CallShard message)
    {
        if (Obeys(message))
        {
            Report();
        }
    }

    public void Receive(CollectRound message)
    {
        if (!Obeys(message))
        {
            return;
        }

        if (_reduction is { } held && IsOf(held.Result, message.Round, message.Opened)
            && IsMadeOf(held.Result, message.Participants))
        {
            _reduction = InPresentTerm(held);
            Announce();
            return;
        }

        SettleOwed(message.Round);
        if (_collection?.Round != message.Round || _collection.Opened != message.Opened)
        {
            _collection?.Dispose();
            _collection = new Collection(message.Round, message.Opened, message.TokensThrough, message.Arrivals);
        }

        _collection.WaitFor(message.Participants);
        _tellsEach = message.TellsEach;
        foreach (var participant in _isReducing ? [] : _collection.Missing.Where(participant => participant.Round < message.Round))
        {
            // It may have sent its update while another round was combined.
            RequestFrom(participant);
        }

        ReduceWhenComplete();
    }

    public void Receive(Transferred<ContributionHeader> message)
    {
        if (_collection is null || _isReducing || !_collection.Awaits(message.Header))
        {
            message.Dispose();
            return;
        }

        if (FindFault(_collection, message) is { } fault)
        {
            Refuse(message, Sender, fault);
        }
        else if (Sender.Address.Node == Self.Address.Node)
        {
            // A worker looks at its own update before it sends it; other nodes may be mistaken, or worse.
            Accept(message, Sender);
        }
        else
        {
            var (sender, reducer) = (Sender, _options.Reducer);
            Context.PipeToSelf<double, object>(
                _options.Lane.Run(
                    new ComputeCost(0, message.Payload.Bytes.Length), () => reducer.NormOf(message.Header.Round, message.Payload.Bytes.Span)),
                norm => new ContributionChecked(message, sender, norm),
                error => new ShardLaneFailed(error));
        }
    }

    public void Receive(ContributionChecked message)
    {
        var contribution = message.Contribution;
        if (_collection is null || _isReducing || !_collection.Awaits(contribution.Header))
        {
            contribution.Dispose();
        }
        else if (_typicalNorm.FindFault(message.Norm) is { } fault)
        {
            Refuse(contribution, message.From, fault);
        }
        else
        {
            _typicalNorm = _typicalNorm.With(message.Norm);
            Accept(contribution, message.From);
        }
    }

    public void Receive(ReductionDone message)
    {
        _isReducing = false;
        if (_collection is not { } collection
            || !IsOf(message.Reduction.Result, collection.Round, collection.Opened)
            || !IsMadeOf(message.Reduction.Result, collection.Participants))
        {
            // A participant was struck off meanwhile: what is left is collected again.
            message.Dispose();
            ReduceWhenComplete();
            return;
        }

        collection.Dispose();
        _collection = null;
        _reduction?.Dispose();
        _reduction = InPresentTerm(message.Reduction);
        _isCommitted = false;
        _published.Clear();
        Announce();
    }

    public void Receive(PublishRound message)
    {
        if (!Obeys(message) || _reduction is null || Reduced != message.Round)
        {
            return;
        }

        Commit(_reduction);
        var header = HeaderOf(_reduction);
        foreach (var receiver in message.Receivers)
        {
            if (_published.Add(receiver))
            {
                _publishing[Context.Transfer(receiver, header, _reduction.Aggregate.Share())] = receiver;
            }
        }
    }

    public void Receive(TransferCompleted message) => _publishing.Remove(message.Transfer);

    public void Receive(TransferFailed message)
    {
        // Sent again when the coordinator asks for it, if the receiver still lives.
        if (_publishing.Remove(message.Transfer, out var receiver))
        {
            _published.Remove(receiver);
        }
    }

    public void Receive(ShardLaneFailed message) => throw new ShardFailedException(
        $"The shard of {_options.Fragment} could not reduce round {_collection?.Round}: {message.Error.Message}", message.Error);

    public void Receive(ShardReportDue message)
    {
        Context.Schedule(_options.ReportInterval, message);
        Report();
        if (_reduction is not null && !_isCommitted)
        {
            Announce();
        }

        foreach (var participant in _isReducing ? [] : _collection?.Missing ?? [])
        {
            RequestFrom(participant);
        }
    }

    private void RequestFrom(Participant participant) =>
        Context.Tell(participant.Reference, new RequestContribution(_term, _options.Fragment, participant.Round));

    private void Commit(Reduction reduction)
    {
        if (!_isCommitted)
        {
            (_isCommitted, _owed, _owedThrough) = (true, reduction.Owed, reduction.Result.Round);
        }
    }

    /// <summary>A later round says that the one before is committed; one that comes again, that it and what was owed after it are undone.</summary>
    private void SettleOwed(Round collected)
    {
        if (_reduction is { } reduction && reduction.Result.Round == collected.Previous)
        {
            Commit(reduction);
        }
        else if (collected <= _owedThrough)
        {
            (_owed, _owedThrough) = (new float[_options.Reducer.OwedLength], collected.Previous);
        }
    }

    private string? FindFault(Collection collection, Transferred<ContributionHeader> contribution)
    {
        var length = _options.Reducer.ContributionLength(contribution.Header.Round);
        return contribution.Payload.Bytes.Length == length
            ? collection.FindFault(contribution.Header, Sender)
            : $"it has {contribution.Payload.Bytes.Length} bytes, where an update has {length}: it is of another model";
    }

    private void Accept(Transferred<ContributionHeader> contribution, ActorRef from)
    {
        _collection!.Add(contribution);
        Context.Tell(from, new ContributionTaken(_options.Fragment, contribution.Header.Round, _options.Incarnation));
        if (_tellsEach)
        {
            Report();
        }

        ReduceWhenComplete();
    }

    private void Refuse(Transferred<ContributionHeader> contribution, ActorRef from, string reason)
    {
        var header = contribution.Header;
        contribution.Dispose();
        Context.Tell(Coordinator, new ContributionRefused(
            header.Fragment, header.Round, header.Opened, header.Worker, from, reason));
    }

    private static bool IsOf(FragmentReduced reduced, Round round, Term opened) =>
        reduced.Round == round && reduced.Opened == opened;

    private static bool IsMadeOf(FragmentReduced reduced, ImmutableArray<Participant> participants) =>
        participants.Select(participant => (participant.Worker, participant.Incarnation)).SequenceEqual(
            reduced.Contributions.Select(contribution => (contribution.Worker, contribution.Incarnation)));

    private void ReduceWhenComplete()
    {
        if (_isReducing || _collection is not { IsComplete: true } collection)
        {
            return;
        }

        foreach (var (diverged, fault) in collection.TakeDiverged())
        {
            Refuse(diverged, collection.ParticipantOf(diverged.Header.Worker).Reference, fault);
        }

        if (!collection.IsComplete)
        {
            // The coordinator strikes off those that went astray, and says for whom to wait then.
            return;
        }

        _isReducing = true;
        var contributions = collection.TakeContributions();
        var bytes = contributions.Sum(contribution => (long)contribution.Payload.Bytes.Length);
        var owed = _owed;
        Context.PipeToSelf<Reduction, object>(
            _options.Lane.Run(new ComputeCost(0, bytes), () => Reduce(collection, contributions, [.. owed])),
            reduction => new ReductionDone(reduction),
            error => new ShardLaneFailed(error));
    }

    private Reduction Reduce(Collection collected, ImmutableArray<Transferred<ContributionHeader>> contributions, float[] owed)
    {
        try
        {
            var (aggregate, digest) = _options.Reducer.Reduce(contributions, collected.Round, owed);
            return new Reduction(
                new FragmentReduced(
                    Term: default,
                    _options.Fragment,
                    collected.Round,
                    collected.Opened,
                    digest,
                    [.. contributions.Select(Describe)],
                    PublishedBytes: 0),
                collected.TokensThrough,
                collected.Arrivals,
                aggregate,
                owed);
        }
        finally
        {
            foreach (var contribution in contributions)
            {
                contribution.Dispose();
            }
        }
    }

    private static Contribution Describe(Transferred<ContributionHeader> contribution)
    {
        var header = contribution.Header;
        return new Contribution(
            header.Worker,
            header.Incarnation,
            header.Tokens,
            header.MeanLoss,
            EncodedSize.OfContribution(header, contribution.Payload.Bytes.Length))
        {
            SkippedSteps = header.SkippedSteps,
        };
    }

    private PublishedHeader HeaderOf(Reduction reduction) => new(
        _term,
        reduction.Result.Fragment,
        reduction.Result.Round,
        reduction.TokensThrough,
        reduction.Arrivals,
        reduction.Result.Contributions.Length,
        reduction.Result.Digest);

    /// <summary>A reduction as it is announced, and would be published, in the present term.</summary>
    private Reduction InPresentTerm(Reduction reduction)
    {
        var bytes = EncodedSize.OfPublication(HeaderOf(reduction), reduction.Aggregate.Bytes.Length);
        return reduction with { Result = reduction.Result with { Term = _term, PublishedBytes = bytes } };
    }

    private void Announce() => Context.Tell(Coordinator, _reduction!.Result);

    private void Report() => Context.Tell(Coordinator, new ShardReport(
        _options.Fragment, _options.Incarnation, _term, _collection?.Round ?? Reduced, Reduced, Self)
    {
        Opened = _collection?.Opened ?? default,
        Held = _collection?.Held ?? [],
    });

    /// <summary>Whether an order is of the present term; a higher one makes its term the present.</summary>
    private bool Obeys(ShardOrder order)
    {
        if (order.Term > _term)
        {
            _term = order.Term;

            // Workers ignore what was published in a lower term, so it may have to be sent to them again.
            _published.Clear();
        }

        return order.Term == _term;
    }
}
