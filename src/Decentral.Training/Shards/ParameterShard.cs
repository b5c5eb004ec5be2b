using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Actors.Compute;
using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;

namespace Decentral.Training.Shards;

/// <summary>
/// Collects the contributions to one fragment, reduces them when all are there, and publishes the aggregate once the
/// coordinator has committed it. Of what is committed it holds nothing but what a contractive codec has left: every worker replays the
/// outer step, so a shard that is lost costs no more than sending the contributions of one round again, and what it owed.
/// </summary>
internal sealed class ParameterShard : Actor,
    IReceive<CallShard>, IReceive<CollectRound>, IReceive<PublishRound>, IReceive<Transferred<ContributionHeader>>,
    IReceive<ContributionChecked>, IReceive<ReductionDone>, IReceive<ShardLaneFailed>, IReceive<TransferFailed>, IReceive<TransferCompleted>,
    IReceive<ShardReportDue>
{
    private readonly ShardOptions _options;
    private readonly Dictionary<TransferId, ActorRef> _publishing = [];
    private readonly HashSet<ActorRef> _published = [];
    private readonly EarlyContributions _early = new();

    /// <summary>Who took part in rounds, and so may send an update before it is awaited.</summary>
    private readonly Dictionary<WorkerId, ActorRef> _known = [];

    /// <summary>Contributions that have come and are being looked at.</summary>
    private readonly List<ContributionHeader> _checking = [];
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
        _early.Dispose();
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

        if (_reduction is { } other && !_isCommitted && IsOf(other.Result, message.Round, message.Opened))
        {
            _reduction = null;
            TakeApart(other);
        }

        SettleOwed(message.Round);
        var isNew = _collection?.Round != message.Round || _collection.Opened != message.Opened;
        if (isNew)
        {
            _collection?.Dispose();
            _collection = new Collection(message.Round, message.Opened, message.TokensThrough, message.Arrivals);
        }

        foreach (var participant in message.Participants)
        {
            _known[participant.Worker] = participant.Reference;
        }

        _tellsEach = message.TellsEach;
        foreach (var (contribution, from) in _collection!.WaitFor(message.Participants))
        {
            KeepEarly(contribution, from);
        }

        AcceptEarly();
        if (isNew && !_isReducing)
        {
            _early.Clear();
        }
    }

    public void Receive(Transferred<ContributionHeader> message)
    {
        var header = message.Header;
        if (!IsAwaited(message) && (!_tellsEach || !_known.TryGetValue(header.Worker, out var worker) || worker != Sender || IsChecking(header.Worker)))
        {
            message.Dispose();
        }
        else if (message.Payload.Bytes.Length != _options.Reducer.ContributionLength(header.Round))
        {
            Refuse(message, Sender, $"it has {message.Payload.Bytes.Length} bytes, where an update has "
                + $"{_options.Reducer.ContributionLength(header.Round)}: it is of another model");
        }
        else if (IsAwaited(message) && _collection!.FindFault(header, Sender) is { } fault)
        {
            Refuse(message, Sender, fault);
        }
        else if (Sender.Address.Node == Self.Address.Node)
        {
            // A worker looks at its own update before it sends it; other nodes may be mistaken, or worse.
            Take(message, Sender);
        }
        else
        {
            var (sender, reducer) = (Sender, _options.Reducer);
            _checking.Add(header);
            Context.PipeToSelf<double, object>(
                _options.Lane.Run(
                    new ComputeCost(0, message.Payload.Bytes.Length), () => reducer.NormOf(header.Round, message.Payload.Bytes.Span)),
                norm => new ContributionChecked(message, sender, norm),
                error => new ShardLaneFailed(error));
        }
    }

    public void Receive(ContributionChecked message)
    {
        _checking.Remove(message.Contribution.Header);
        if (_typicalNorm.FindFault(message.Norm) is { } fault)
        {
            Refuse(message.Contribution, message.From, fault);
        }
        else
        {
            // What nobody waits for yet says nothing of what is usual: a member could send as much of it as it likes.
            _typicalNorm = IsAwaited(message.Contribution) ? _typicalNorm.With(message.Norm) : _typicalNorm;
            Take(message.Contribution, message.From);
        }
    }

    public void Receive(ReductionDone message)
    {
        _isReducing = false;
        if (_collection is not { } collection
            || !IsOf(message.Reduction.Result, collection.Round, collection.Opened)
            || !IsMadeOf(message.Reduction.Result, collection.Participants))
        {
            // Who takes part has changed meanwhile: it is collected again.
            TakeApart(message.Reduction);
            AcceptEarly();
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

        foreach (var participant in _isReducing ? [] : _collection?.Missing.Where(HasNotCome) ?? [])
        {
            RequestFrom(participant);
        }
    }

    private bool HasNotCome(Participant participant) => !_checking.Any(header =>
        header.Worker == participant.Worker && header.Incarnation == participant.Incarnation && header.Round == participant.Round);

    private bool IsChecking(WorkerId worker) => _checking.Any(header => header.Worker == worker);

    private void RequestFrom(Participant participant) =>
        Context.Tell(participant.Reference, new RequestContribution(_term, _options.Fragment, participant.Round));

    private void Commit(Reduction reduction)
    {
        if (_isCommitted)
        {
            return;
        }

        (_isCommitted, _owed, _owedThrough) = (true, reduction.Owed, reduction.Result.Round);
        foreach (var (contribution, _) in reduction.Contributions)
        {
            contribution.Dispose();
        }

        _reduction = reduction with { Contributions = [] };
    }

    /// <summary>A later round says that what was combined is committed; one that comes again, that it and what was owed after it are undone.</summary>
    private void SettleOwed(Round collected)
    {
        if (_reduction is { } reduction && reduction.Result.Round < collected)
        {
            Commit(reduction);
        }
        else if (collected <= _owedThrough)
        {
            (_owed, _owedThrough) = (new float[_options.Reducer.OwedLength], collected.Previous);
        }
    }

    /// <summary>Whether a contribution is one that the round in collection waits for.</summary>
    private bool IsAwaited(Transferred<ContributionHeader> contribution) =>
        !_isReducing && _collection is { } collection && collection.Awaits(contribution.Header);

    /// <summary>
    /// Takes over a contribution that is in order. Where rounds close without those who are late, one that is not awaited now may
    /// stand in the next one: it has come while another is combined.
    /// </summary>
    private void Take(Transferred<ContributionHeader> contribution, ActorRef from)
    {
        if (IsAwaited(contribution))
        {
            Accept(_collection!, contribution, from);
            GoOn(hasAccepted: true);
        }
        else
        {
            KeepEarly(contribution, from);
        }
    }

    /// <summary>Gives up a reduction: what it was made of is there for another.</summary>
    private void TakeApart(Reduction reduction)
    {
        foreach (var (contribution, from) in reduction.Contributions)
        {
            _early.Keep(contribution, from, _known.Count);
        }

        (reduction with { Contributions = [] }).Dispose();
    }

    /// <summary>Accepts what came before it was awaited.</summary>
    private void AcceptEarly()
    {
        if (_isReducing || _collection is null)
        {
            return;
        }

        var early = _early.TakeAwaited(_collection);
        foreach (var (contribution, from) in early)
        {
            Accept(_collection, contribution, from);
        }

        GoOn(hasAccepted: !early.IsEmpty);
    }

    private void KeepEarly(Transferred<ContributionHeader> contribution, ActorRef from)
    {
        if (_early.Keep(contribution, from, _tellsEach ? _known.Count : 0))
        {
            Tell(from, contribution.Header);
        }
    }

    private void Tell(ActorRef worker, ContributionHeader taken) =>
        Context.Tell(worker, new ContributionTaken(_options.Fragment, taken.Round, _options.Incarnation));

    private void Accept(Collection collection, Transferred<ContributionHeader> contribution, ActorRef from)
    {
        if (collection.FindFault(contribution.Header, from) is { } fault)
        {
            Refuse(contribution, from, fault);
            return;
        }

        collection.Add(contribution);
        Tell(from, contribution.Header);
    }

    /// <summary>What was accepted is told where rounds may close early, and all are combined once they are there.</summary>
    private void GoOn(bool hasAccepted)
    {
        if (hasAccepted && _tellsEach)
        {
            Report();
        }

        ReduceWhenComplete();
    }

    /// <summary>Releases a contribution that cannot be, and says so where it would have been one of the round.</summary>
    private void Refuse(Transferred<ContributionHeader> contribution, ActorRef from, string reason)
    {
        var header = contribution.Header;
        contribution.Dispose();
        if (_collection is { } collection && collection.Awaits(header))
        {
            Context.Tell(Coordinator, new ContributionRefused(
                header.Fragment, header.Round, header.Opened, header.Worker, from, reason));
        }
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
        ImmutableArray<(Transferred<ContributionHeader> Contribution, ActorRef From)> contributions =
            [.. collection.TakeContributions().Select(one => (one, collection.ParticipantOf(one.Header.Worker).Reference))];
        var bytes = contributions.Sum(one => (long)one.Contribution.Payload.Bytes.Length);
        var owed = _owed;
        Context.PipeToSelf<Reduction, object>(
            _options.Lane.Run(new ComputeCost(0, bytes), () => Reduce(collection, contributions, [.. owed])),
            reduction => new ReductionDone(reduction),
            error => new ShardLaneFailed(error));
    }

    private Reduction Reduce(
        Collection collected, ImmutableArray<(Transferred<ContributionHeader> Contribution, ActorRef From)> contributions, float[] owed)
    {
        try
        {
            var (aggregate, digest) = _options.Reducer.Reduce([.. contributions.Select(one => one.Contribution)], collected.Round, owed);
            return new Reduction(
                new FragmentReduced(
                    Term: default,
                    _options.Fragment,
                    collected.Round,
                    collected.Opened,
                    digest,
                    [.. contributions.Select(one => Describe(one.Contribution))],
                    PublishedBytes: 0),
                collected.TokensThrough,
                collected.Arrivals,
                aggregate,
                owed,
                contributions);
        }
        catch
        {
            foreach (var (contribution, _) in contributions)
            {
                contribution.Dispose();
            }

            throw;
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
