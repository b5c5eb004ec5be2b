using Decentral.Actors;
using Decentral.Models.Randomness;

namespace Decentral.Pipeline.Wiring;

/// <summary>
/// Which peer of a stage computes the next microbatch (SWARM, arXiv:2301.11913, §3.2): an interleaved weighted
/// round-robin. Each peer has a virtual time, the sum of the times that its microbatches were expected to take; the one
/// with the lowest is next. So each gets a share in proportion to how fast it is. Choosing takes O(log n) and
/// O(banned).
/// </summary>
/// <remarks>
/// Deviations. A peer that was not measured yet is taken for as slow as the slowest that was, not for a fixed speed:
/// with many microbatches on their way it would be flooded before it finished one. The first measurement takes back
/// what such guesses added to virtual times, which could otherwise keep a peer waiting for thousands of microbatches.
/// One that exceeds a deadline is not banned, as in SWARM, but the time waited counts as a measurement when it is
/// longer than the mean: one that hangs gets less and less. One whose ban ends keeps its virtual time if that is higher
/// than the lowest: failing is no way to be preferred.
/// </remarks>
internal sealed class PeerTable
{
    private static readonly RandomPurpose Purpose = RandomPurpose.Named("pipeline/wiring");

    private readonly PeerTableOptions _options;
    private readonly SortedDictionary<ActorAddress, PeerRate> _rates = [];
    private readonly SortedDictionary<ActorAddress, PeerTurn> _turns = [];
    private readonly SortedDictionary<ActorAddress, DateTimeOffset> _bannedUntil = [];
    private readonly SortedSet<PeerTurn> _order = [];
    private double _virtualTime;
    private long _draws;

    public PeerTable(PeerTableOptions options)
    {
        options.Validate();
        _options = options;
    }

    /// <summary>All peers, those that are banned included, by address.</summary>
    public IReadOnlyCollection<ActorAddress> Peers => _turns.Keys;

    /// <summary>
    /// A peer begins to serve the stage, at the lowest virtual time; one that is known stays as it is.
    /// </summary>
    public void Enter(ActorAddress peer)
    {
        if (_turns.ContainsKey(peer))
        {
            return;
        }

        _rates.Add(peer, default);
        Queue(peer, Lowest);
    }

    /// <summary>A peer is gone, and all that was known of it.</summary>
    public void Leave(ActorAddress peer)
    {
        if (_turns.Remove(peer, out var turn))
        {
            _order.Remove(turn);
            _rates.Remove(peer);
            _bannedUntil.Remove(peer);
        }
    }

    /// <summary>Gives a microbatch to the peer whose turn it is.</summary>
    /// <param name="tokens">Of the microbatch; above 0.</param>
    /// <param name="now">Bans that end by then have ended.</param>
    /// <param name="tried">Peers that had this microbatch before and were too late, or failed.</param>
    public PeerChoice Choose(long tokens, DateTimeOffset now, IReadOnlySet<ActorAddress> tried)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tokens);
        EndBans(now);
        foreach (var turn in _order)
        {
            if (!tried.Contains(turn.Peer))
            {
                Advance(turn, tokens);
                return new PeerChoice(turn.Peer, $"{turn.Peer} is next, at {turn.VirtualTime:0.###} s of work.");
            }
        }

        return new PeerChoice(null, WhyNobody(now));
    }

    /// <summary>A peer finished a microbatch.</summary>
    /// <param name="peer">One that has left meanwhile is ignored.</param>
    /// <param name="tokens">Of the microbatch; above 0.</param>
    /// <param name="took">From when it was sent until its result was here.</param>
    public void Complete(ActorAddress peer, long tokens, TimeSpan took)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tokens);
        if (!_rates.TryGetValue(peer, out var rate))
        {
            return;
        }

        var known = rate.With(tokens, took, _options.NewestShare);
        if (!rate.IsKnown)
        {
            TakeBackGuesses(peer, known);
        }

        _rates[peer] = known;
    }

    /// <summary>A peer did not finish by the deadline. It is not banned; the caller chooses again.</summary>
    /// <param name="peer">One that has left meanwhile is ignored.</param>
    /// <param name="tokens">Of the microbatch; above 0.</param>
    /// <param name="waited">So far: it would have taken longer.</param>
    public void Miss(ActorAddress peer, long tokens, TimeSpan waited)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tokens);
        if (_rates.TryGetValue(peer, out var rate) && waited.TotalSeconds / tokens > rate.SecondsPerToken)
        {
            Complete(peer, tokens, waited);
        }
    }

    /// <summary>A peer failed: it gets nothing until its ban ends.</summary>
    /// <param name="peer">One that has left meanwhile is ignored.</param>
    /// <param name="now">The ban begins.</param>
    public void Fail(ActorAddress peer, DateTimeOffset now)
    {
        if (_turns.TryGetValue(peer, out var turn))
        {
            _order.Remove(turn);
            _bannedUntil[peer] = now + _options.Ban;
        }
    }

    /// <summary>A peer that has shown that it lives again, as its ban ends before its time.</summary>
    public void Pardon(ActorAddress peer)
    {
        if (_bannedUntil.Remove(peer))
        {
            Queue(peer, Math.Max(_turns[peer].VirtualTime, Lowest));
        }
    }

    private double Lowest => _order.Count == 0 ? _virtualTime : _order.Min.VirtualTime;

    /// <summary>Of the peers that were measured; 0 where none was.</summary>
    private double SlowestSecondsPerToken => _rates.Values.Max(rate => rate.SecondsPerToken);

    private void EndBans(DateTimeOffset now)
    {
        ActorAddress[] ended = [.. _bannedUntil.Where(ban => ban.Value <= now).Select(ban => ban.Key)];
        foreach (var peer in ended)
        {
            Pardon(peer);
        }
    }

    private void Advance(PeerTurn turn, long tokens)
    {
        _virtualTime = Math.Max(_virtualTime, turn.VirtualTime);
        _order.Remove(turn);
        Queue(turn.Peer, turn.VirtualTime + (tokens * SecondsPerTokenOf(turn.Peer)));
    }

    /// <summary>
    /// The first measurement of all shows by what factor every virtual time so far was wrong; that of another peer,
    /// that it was taken for the slowest.
    /// </summary>
    private void TakeBackGuesses(ActorAddress peer, PeerRate known)
    {
        if (SlowestSecondsPerToken > 0)
        {
            Place(peer, Math.Min(_turns[peer].VirtualTime, Lowest));
            return;
        }

        var factor = known.SecondsPerToken * _options.InitialTokensPerSecond;
        _virtualTime *= factor;
        foreach (var turn in _turns.Values.ToArray())
        {
            Place(turn.Peer, turn.VirtualTime * factor);
        }
    }

    private void Place(ActorAddress peer, double virtualTime)
    {
        var turn = _turns[peer];
        _turns[peer] = turn with { VirtualTime = virtualTime };
        if (_order.Remove(turn))
        {
            _order.Add(_turns[peer]);
        }
    }

    private void Queue(ActorAddress peer, double virtualTime)
    {
        var tie = new RandomSequence(_options.Seed, Purpose, _draws++).NextUInt64();
        var turn = new PeerTurn(virtualTime, tie, peer);
        _turns[peer] = turn;
        _order.Add(turn);
    }

    private double SecondsPerTokenOf(ActorAddress peer)
    {
        if (_rates[peer].IsKnown)
        {
            return _rates[peer].SecondsPerToken;
        }

        return SlowestSecondsPerToken is > 0 and var slowest ? slowest : 1 / _options.InitialTokensPerSecond;
    }

    private string WhyNobody(DateTimeOffset now)
    {
        if (_turns.Count == 0)
        {
            return "No peer serves the stage.";
        }

        var free = _order.Count == 0 ? "" : $" the other {_order.Count} had this microbatch already;";
        return _bannedUntil.Count == 0
            ? $"All {_turns.Count} peers of the stage had this microbatch already."
            : $"{_bannedUntil.Count} of {_turns.Count} peers of the stage are banned;{free} the next ban ends in "
                + $"{(_bannedUntil.Values.Min() - now).TotalSeconds:0.###} s.";
    }
}
