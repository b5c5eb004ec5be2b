using Decentral.Actors.Flow;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Actors.Tests.Flow;

public sealed class CreditTests
{
    [Fact]
    public void TrySend_NoGrant_MayNotSend()
    {
        var window = new CreditWindow();

        Assert.False(window.TrySend());
        Assert.Equal(0, window.Sent);
    }

    [Fact]
    public void Receive_OldGrant_ChangesNothing()
    {
        var window = new CreditWindow();
        window.Receive(new CreditGranted(10));
        window.Receive(new CreditGranted(3));

        Assert.Equal(10, window.Available);
    }

    [Fact]
    public void Take_HalfOfTheWindow_AsksForAGrant()
    {
        var source = new CreditSource(4);
        Assert.Equal(new CreditGranted(4), source.Grant());

        Assert.False(source.Take(1));
        Assert.True(source.Take(2));
        Assert.Equal(new CreditGranted(6), source.Grant());
    }

    [Fact]
    public void Answer_AWholeWindowLost_GrantsTheNext()
    {
        var source = new CreditSource(4);
        var window = new CreditWindow();
        window.Receive(source.Grant());
        while (window.TrySend())
        {
            // Every one of them is lost.
        }

        window.Receive(source.Answer(window.Request()));

        Assert.Equal(4, window.Available);
    }

    [Fact]
    public void New_NoWindow_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new CreditSource(0));

    [Fact]
    public void Credit_AnyLosses_NeverExceedsTheWindowAndAlwaysGoesOn() =>
        Prop.ForAll(
            Gen.Choose(1, 20).ToArbitrary(),
            Gen.Choose(0, 4).ListOf().ToArbitrary(),
            (size, steps) =>
            {
                var link = new LossyLink(size);
                foreach (var step in steps)
                {
                    link.Take(step);
                    Assert.InRange(link.UnderWay, 0, size);
                }

                // Healed: one question and its answer are enough to send again.
                link.DeliverAll();
                link.AskForCredit();
                Assert.InRange(link.Available, 1, size);
            }).QuickCheckThrowOnFailure();

    /// <summary>Both sides of credit, and what is between them; each step sends, delivers or loses something.</summary>
    private sealed class LossyLink
    {
        private readonly CreditSource _source;
        private readonly CreditWindow _window = new();
        private readonly Queue<long> _messages = new();
        private readonly Queue<CreditGranted> _grants = new();

        public LossyLink(int size)
        {
            _source = new CreditSource(size);
            _grants.Enqueue(_source.Grant());
        }

        public int UnderWay => _messages.Count;

        public long Available => _window.Available;

        public void Take(int step)
        {
            switch (step)
            {
                case 0 or 1:
                    Send();
                    break;
                case 2:
                    Deliver();
                    break;
                case 3:
                    _messages.TryDequeue(out _);
                    break;
                default:
                    _grants.TryDequeue(out _);
                    break;
            }
        }

        public void DeliverAll()
        {
            while (_messages.Count + _grants.Count > 0)
            {
                Deliver();
            }
        }

        public void AskForCredit() => _window.Receive(_source.Answer(_window.Request()));

        private void Send()
        {
            if (_window.TrySend())
            {
                _messages.Enqueue(_window.Sent);
            }
        }

        private void Deliver()
        {
            if (_grants.TryDequeue(out var grant))
            {
                _window.Receive(grant);
            }

            if (_messages.TryDequeue(out var sent) && _source.Take(sent))
            {
                _grants.Enqueue(_source.Grant());
            }
        }
    }
}
