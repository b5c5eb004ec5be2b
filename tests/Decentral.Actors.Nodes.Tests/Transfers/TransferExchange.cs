using Decentral.Actors.Hosting;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Transfers;
using Decentral.Actors.Transfers;
using Decentral.Conformance;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decentral.Actors.Nodes.Tests.Transfers;

/// <summary>
/// A sending and a receiving node, with a pipe between them that a seed breaks, thins out and damages.
/// </summary>
internal sealed class TransferExchange
{
    private const long Budget = 200_000;

    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);
    private static readonly NodeId Receiver = new("receiver");
    private static readonly RemoteReference Target = new(new ActorAddress(Receiver, "actor", 1), null!);

    private readonly Random _random;
    private readonly NoticedCell _sender = new();
    private readonly DeadLetterOffice _deadLetters = new(null, NullLogger.Instance);
    private readonly OutgoingTransfers _outgoing;
    private readonly ReceiveBudget _budget = new(Budget);
    private readonly PayloadPool _pool = new(maxIdleBytes: 0, TimeSpan.Zero, leastPooled: 1000);
    private readonly List<CountingMemory> _payloads = [];
    private readonly Dictionary<long, int> _delivered = [];
    private readonly LinkedList<Func<string?>> _there = [];
    private readonly LinkedList<Action> _back = [];
    private IncomingTransfers _incoming;
    private TimeSpan _now = TimeSpan.FromHours(1);

    public TransferExchange(int seed)
    {
        _random = new Random(seed);
        _outgoing = new OutgoingTransfers(Receiver, Stall, Quiet, _deadLetters);
        _incoming = NewIncoming();
    }

    /// <summary>Bytes of chunks that came out of the pipe.</summary>
    public long ChunkBytes { get; private set; }

    public int Begun => _payloads.Count;

    public int Completed => _sender.Notices.OfType<TransferCompleted>().Count();

    public IReadOnlyList<CountingMemory> Payloads => _payloads;

    public void Begin(int length)
    {
        var number = _payloads.Count;
        _payloads.Add(new CountingMemory(length, number));
        var message = Envelope.Of(
            new Transferred<Note>(new Note(number), new Payload(_payloads[number], length)), ActorRef.None);
        Assert.True(TestNodes.Messages.TryFindTransferred(message.Type!, out var format));
        var key = new TransferKey(1, number);
        _outgoing.Begin(new OutgoingTransfer(key, _sender, Target, message, new TransferId(number), format), _now);
    }

    /// <summary>One thing that happens, of those that go well and those that do not.</summary>
    public void StepWithFaults()
    {
        switch (_random.Next(100))
        {
            case < 2:
                Break();
                break;
            case < 4:
                Drop(_there);
                break;
            case < 6:
                Drop(_back);
                break;
            case 6:
                // The way is there again, says the hub, and nothing was broken.
                _outgoing.OfferAgain(_now);
                break;
            case 7:
                Pass(_random.Next(4000));
                break;
            case < 12 when _payloads.Count < 12:
                Begin(_random.Next(3) == 0 ? _random.Next(5) : _random.Next(60_000));
                break;
            case 12:
                Overtake();
                break;
            default:
                Step();
                break;
        }
    }

    /// <summary>Goes on without faults until all has ended.</summary>
    public void Finish()
    {
        for (var steps = 0; _sender.Notices.Count < _payloads.Count; steps++)
        {
            Assert.True(steps < 200_000, "it does not come to an end");
            if (!Step())
            {
                Pass(100);
            }
        }

        while (Step())
        {
        }
    }

    public void LoseReceiver()
    {
        Break();
        _outgoing.FailAll("lost");
        _incoming.Dispose();
        _incoming = NewIncoming();
    }

    /// <summary>The sender's node is lost.</summary>
    public void LoseSender()
    {
        _incoming.Dispose();
        _there.Clear();
        _back.Clear();
    }

    /// <summary>The sender gives up without a word, and time passes.</summary>
    public void PassUntilForgotten()
    {
        _there.Clear();
        _back.Clear();
        _now += (Stall * 2) + TimeSpan.FromSeconds(1);
        _incoming.Review(_now);
    }

    public void RequireBudgetReturned()
    {
        Assert.True(_budget.TryTake(Budget), "some of the budget is not returned");
        _budget.Return(Budget);
        Assert.Equal(0, _pool.AllocatedBytes);
    }

    public void RequireEachEndedOnce()
    {
        var outcomes = _sender.Notices.ToLookup(notice => notice switch
        {
            TransferCompleted completed => completed.Transfer.Value,
            TransferFailed failed => failed.Transfer.Value,
            _ => -1,
        });
        for (var number = 0; number < _payloads.Count; number++)
        {
            var outcome = Assert.Single(outcomes[number]);
            Assert.Equal(1, _payloads[number].Released);
            var delivered = _delivered.GetValueOrDefault(number);
            var isRight = outcome is TransferCompleted ? delivered == 1 : delivered <= 1;
            Assert.True(isRight, $"{outcome}, delivered {delivered} times");
        }
    }

    private IncomingTransfers NewIncoming() => new(Deliver, _budget, _pool, Stall * 2);

    private (DeadLetterReason Reason, string Words)? Deliver(IncomingTransfer transfer)
    {
        var number = transfer.Offer.Key.Number;
        if (number % 5 == 4)
        {
            return (DeadLetterReason.MailboxFull, "full.");
        }

        _delivered[number] = _delivered.GetValueOrDefault(number) + 1;
        using var payload = transfer.TakePayload();
        Assert.True(payload.Bytes.Span.SequenceEqual(_payloads[(int)number].Memory.Span));
        return null;
    }

    private void Pass(int milliseconds)
    {
        _now += TimeSpan.FromMilliseconds(milliseconds);
        _outgoing.Review(_now);
        _incoming.Review(_now);
    }

    private bool Step()
    {
        _now += TimeSpan.FromMilliseconds(1);
        var first = _random.Next(3);
        for (var i = 0; i < 3; i++)
        {
            if (((first + i) % 3) switch { 0 => Send(), 1 => Arrive(), _ => Answer() })
            {
                return true;
            }
        }

        return false;
    }

    private bool Send()
    {
        if (_outgoing.TryTakeOffer(out var transfer))
        {
            var offer = new TransferOffer(
                transfer.Key, ActorRef.None, ActorRef.None, transfer.Format, default, transfer.Bytes.Length);
            _there.AddLast(() => Take(offer.Key, _incoming.Offered(offer, _now)));
            transfer.Release();
            return true;
        }

        if (!_outgoing.TryTakeChunk(_now, out var chunk))
        {
            return false;
        }

        var key = chunk.Transfer.Key;
        var offset = chunk.Offset;
        var bytes = chunk.Bytes.ToArray();
        var checksum = ChunkChecksum.Of(bytes);
        Assert.NotEmpty(bytes);
        chunk.Transfer.Release();
        if (_random.Next(200) == 0)
        {
            bytes[_random.Next(bytes.Length)] ^= 1;
        }

        _there.AddLast(() =>
        {
            ChunkBytes += bytes.Length;
            var answer = _incoming.Received(key, offset, checksum, bytes, _now);
            if (answer.Kind == TransferAnswerKind.Damaged)
            {
                return "damaged";
            }

            _back.AddLast(() => _outgoing.Acknowledged(key, offset, _now));
            return Take(key, answer);
        });
        return true;
    }

    private bool Arrive()
    {
        if (_there.First is not { } first)
        {
            return false;
        }

        _there.RemoveFirst();
        if (first.Value() is not null)
        {
            Break();
        }

        return true;
    }

    private bool Answer()
    {
        if (_back.First is not { } first)
        {
            return false;
        }

        _back.RemoveFirst();
        first.Value();
        return true;
    }

    private string? Take(TransferKey key, TransferAnswer answer)
    {
        switch (answer.Kind)
        {
            case TransferAnswerKind.Accept:
                _back.AddLast(() => _outgoing.Accepted(key, answer.Offset, _now));
                break;
            case TransferAnswerKind.Complete:
                _back.AddLast(() => _outgoing.Completed(key));
                break;
            case TransferAnswerKind.Refuse:
                _back.AddLast(() => _outgoing.Refused(key, answer.Reason, answer.Words));
                break;
            case TransferAnswerKind.None:
            case TransferAnswerKind.Damaged:
            default:
                break;
        }

        return null;
    }

    private void Break()
    {
        _there.Clear();
        _back.Clear();
        _outgoing.OfferAgain(_now);
    }

    private static void Drop<TFrame>(LinkedList<TFrame> frames)
    {
        if (frames.Count > 0)
        {
            frames.RemoveFirst();
        }
    }

    /// <summary>A hub passes offers on before chunks that came earlier.</summary>
    private void Overtake()
    {
        if (_there.Last is { } last)
        {
            _there.RemoveLast();
            _there.AddFirst(last);
        }
    }
}
