using Decentral.Actors.Nodes.Transfers;

namespace Decentral.Actors.Nodes.Tests.Transfers;

public sealed class TransferPacerTests
{
    [Theory]
    [InlineData(125e3, 1, 5)]
    [InlineData(125e3, 40, 5)]
    [InlineData(125e3, 300, 10)]
    [InlineData(12.5e6, 20, 5)]
    [InlineData(1.25e9, 0.2, 2)]
    [InlineData(1.25e9, 20, 5)]
    public void Window_LinkOfAnySpeed_FindsIt(double bytesPerSecond, double roundTripMilliseconds, int seconds)
    {
        var link = new ModelledLink(bytesPerSecond, TimeSpan.FromMilliseconds(roundTripMilliseconds));

        link.RunFor(TimeSpan.FromSeconds(seconds));
        var before = link.Delivered;
        link.RunFor(TimeSpan.FromSeconds(seconds));

        Assert.InRange((link.Delivered - before) / (seconds * bytesPerSecond), 0.9, 1.001);
        Assert.InRange(link.Pacer.Rate / bytesPerSecond, 0.9, 1.1);
        Assert.InRange(
            link.Pacer.ChunkBytes,
            TransferPacer.LeastChunk,
            Math.Clamp(0.022 * bytesPerSecond, TransferPacer.LeastChunk, TransferPacer.GreatestChunk));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(300)]
    public void Window_SlowLink_HoldsNoMoreThanAMomentsWorth(double roundTripMilliseconds)
    {
        // Twice the round trip with a piece's own time in it, or four pieces; and one piece more, with which it is
        // full.
        var roundTrip = TimeSpan.FromMilliseconds(roundTripMilliseconds);
        var moment = TimeSpan.FromMilliseconds(Math.Max(80, 2 * (roundTripMilliseconds + 24)) * 1.1 + 22);
        var link = new ModelledLink(125e3, roundTrip);
        link.RunFor(TimeSpan.FromSeconds(1));
        link.ForgetMostHeld();

        link.RunFor(TimeSpan.FromSeconds(300));

        Assert.InRange(link.MostHeld, TimeSpan.Zero, moment);
        Assert.True(link.Delivered > 300 * 125e3 * 0.9);
    }

    [Fact]
    public void Window_LinkThatGetsSlower_FollowsIt()
    {
        var link = new ModelledLink(12.5e6, TimeSpan.FromMilliseconds(20));
        link.RunFor(TimeSpan.FromSeconds(5));

        link.BytesPerSecond = 125e3;
        link.RunFor(TimeSpan.FromSeconds(30));
        link.ForgetMostHeld();
        link.RunFor(TimeSpan.FromSeconds(60));

        Assert.InRange(link.MostHeld, TimeSpan.Zero, TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public void Window_LinkThatGetsLonger_FollowsIt()
    {
        var link = new ModelledLink(12.5e6, TimeSpan.FromMilliseconds(2));
        link.RunFor(TimeSpan.FromSeconds(5));

        link.RoundTrip = TimeSpan.FromMilliseconds(200);
        link.RunFor(TimeSpan.FromSeconds(30));
        var before = link.Delivered;
        link.RunFor(TimeSpan.FromSeconds(60));

        Assert.InRange((link.Delivered - before) / (60 * 12.5e6), 0.9, 1.001);
    }

    [Fact]
    public void Acknowledged_PieceAfterOneThatIsLost_ForgetsBoth()
    {
        var pacer = new TransferPacer();
        pacer.Sent(1, 0, 1000, TimeSpan.Zero);
        pacer.Sent(1, 1000, 1000, TimeSpan.Zero);
        pacer.Sent(2, 0, 500, TimeSpan.Zero);

        Assert.True(pacer.Acknowledged(1, 1000, TimeSpan.FromMilliseconds(10)));

        Assert.Equal(500, pacer.BytesUnderWay);
        Assert.False(pacer.Acknowledged(1, 0, TimeSpan.FromMilliseconds(11)));
        Assert.False(pacer.Acknowledged(3, 0, TimeSpan.FromMilliseconds(11)));
        Assert.Equal(500, pacer.BytesUnderWay);
    }

    [Fact]
    public void Forget_UnderWay_LeavesTheMeasure()
    {
        var link = new ModelledLink(12.5e6, TimeSpan.FromMilliseconds(20));
        link.RunFor(TimeSpan.FromSeconds(2));
        var window = link.Pacer.Window;

        link.Pacer.Forget();

        Assert.Equal(0, link.Pacer.BytesUnderWay);
        Assert.Equal(window, link.Pacer.Window);
        Assert.True(link.Pacer.HasRoom);
    }

    /// <summary>A first-in-first-out path of one rate and one length, with a sender that always has more.</summary>
    private sealed class ModelledLink(double bytesPerSecond, TimeSpan roundTrip)
    {
        private readonly Queue<(long Offset, int Bytes, TimeSpan AcknowledgedAt)> _underWay = new();
        private TimeSpan _now;
        private TimeSpan _freeAt;
        private long _offset;

        public TransferPacer Pacer { get; } = new();

        public double BytesPerSecond { get; set; } = bytesPerSecond;

        public TimeSpan RoundTrip { get; set; } = roundTrip;

        public long Delivered { get; private set; }

        /// <summary>The longest that a piece waited in the path, until it was through.</summary>
        public TimeSpan MostHeld { get; private set; }

        public void ForgetMostHeld() => MostHeld = TimeSpan.Zero;

        public void RunFor(TimeSpan time)
        {
            var until = _now + time;
            while (_now < until)
            {
                while (Pacer.HasRoom)
                {
                    Send(Pacer.ChunkBytes);
                }

                var (offset, bytes, at) = _underWay.Dequeue();
                _now = at;
                Delivered += bytes;
                Assert.True(Pacer.Acknowledged(1, offset, at));
            }
        }

        private void Send(int bytes)
        {
            Pacer.Sent(1, _offset, bytes, _now);
            _freeAt = (_freeAt > _now ? _freeAt : _now) + TimeSpan.FromSeconds(bytes / BytesPerSecond);
            MostHeld = _freeAt - _now > MostHeld ? _freeAt - _now : MostHeld;
            _underWay.Enqueue((_offset, bytes, _freeAt + RoundTrip));
            _offset += bytes;
        }
    }
}
