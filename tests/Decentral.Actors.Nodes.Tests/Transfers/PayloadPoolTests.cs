using System.Buffers;
using System.Runtime.CompilerServices;
using Decentral.Actors.Nodes.Transfers;
using Decentral.Actors.Transfers;

namespace Decentral.Actors.Nodes.Tests.Transfers;

public sealed class PayloadPoolTests
{
    private const int Block = 1 << 20;

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(60);

    private readonly PayloadPool _pool = new(4 * Block, IdleTime);
    private TimeSpan _now = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(PayloadPool.LeastPooled - 1)]
    [InlineData(PayloadPool.LeastPooled)]
    [InlineData(Block + 7)]
    public void Rent_AnyLength_GivesMemoryThatHoldsIt(int length)
    {
        using var memory = _pool.Rent(length);

        var bytes = memory.Memory.Span[..length];
        bytes.Fill(0xA5);
        Assert.Equal(-1, bytes.IndexOfAnyExcept((byte)0xA5));
    }

    [Fact]
    public void Rent_AfterAReturn_GivesTheSamePagesAgain()
    {
        Mark(_pool.Rent(Block), 42);

        for (var turn = 0; turn < 1000; turn++)
        {
            using var again = _pool.Rent(Block - turn);
            Assert.Equal(42, again.Memory.Span[0]);
        }

        Assert.Equal(Block, _pool.AllocatedBytes);
    }

    [Fact]
    public void Rent_TwoAtOnce_GivesEachItsOwn()
    {
        using var first = _pool.Rent(Block);
        using var second = _pool.Rent(Block);

        first.Memory.Span.Fill(1);
        second.Memory.Span.Fill(2);

        Assert.Equal(-1, first.Memory.Span.IndexOfAnyExcept((byte)1));
    }

    [Fact]
    public void Rent_IdleBlockOfMoreThanTwiceTheLength_TakesAnother()
    {
        _pool.Rent(2 * Block).Dispose();

        using var small = _pool.Rent(Block - 1);

        Assert.Equal(2 * Block, _pool.IdleBytes);
    }

    [Fact]
    public void Rent_SeveralFit_TakesTheSmallest()
    {
        var (large, small) = (_pool.Rent(Block + 2), _pool.Rent(Block + 1));
        large.Dispose();
        small.Dispose();

        using var rented = _pool.Rent(Block);

        Assert.Equal(Block + 2, _pool.IdleBytes);
    }

    [Fact]
    public void Dispose_MoreThanMayBeIdle_FreesTheLongestUnused()
    {
        var rented = Enumerable.Range(0, 6).Select(number => _pool.Rent(Block + number)).ToArray();
        Assert.Equal(rented.Length * Block + 15, _pool.AllocatedBytes);

        foreach (var one in rented)
        {
            one.Dispose();
            Assert.True(_pool.IdleBytes <= 4 * Block);
        }

        // Three of a megabyte and a little fit into four, and they are the last ones.
        Assert.Equal(3 * Block + 12, _pool.IdleBytes);
        Assert.Equal(_pool.IdleBytes, _pool.AllocatedBytes);
    }

    [Fact]
    public void Dispose_LargerThanAllThatMayBeIdle_IsFreedAtOnce()
    {
        _pool.Rent(5 * Block).Dispose();

        Assert.Equal(0, _pool.AllocatedBytes);
    }

    [Fact]
    public void Dispose_Twice_ReturnsItOnce()
    {
        var memory = _pool.Rent(Block);
        memory.Dispose();
        memory.Dispose();

        using var first = _pool.Rent(Block);
        using var second = _pool.Rent(Block);
        memory.Dispose();

        Assert.Equal(0, _pool.IdleBytes);
        Assert.Equal(2 * Block, _pool.AllocatedBytes);
    }

    [Fact]
    public void Memory_AfterDispose_IsNotThereEvenWhenAnotherHasTheBlock()
    {
        var memory = _pool.Rent(Block);
        var bytes = memory.Memory;
        memory.Dispose();

        using var successor = _pool.Rent(Block);

        Assert.Throws<ObjectDisposedException>(() => bytes.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => memory.Memory.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => bytes.Pin());
    }

    [Fact]
    public void Pin_OverTheDispose_HoldsTheBlock()
    {
        var memory = _pool.Rent(Block);
        var pin = memory.Memory[100..].Pin();
        memory.Dispose();
        Assert.Equal(0, _pool.IdleBytes);

        pin.Dispose();

        Assert.Equal(Block, _pool.IdleBytes);
    }

    [Fact]
    public void Review_IdleForLong_FreesWhatNobodyNeeded()
    {
        _pool.Rent(Block).Dispose();
        _pool.Review(_now);
        _pool.Review(_now += IdleTime - TimeSpan.FromTicks(1));
        Assert.Equal(Block, _pool.AllocatedBytes);

        // It is used once more, and another one is not.
        using (_pool.Rent(Block))
        {
            _pool.Rent(2 * Block).Dispose();
            _pool.Review(_now);
        }

        _pool.Review(_now += IdleTime - TimeSpan.FromTicks(1));
        Assert.Equal(3 * Block, _pool.AllocatedBytes);
        _pool.Review(_now += TimeSpan.FromTicks(1));
        Assert.Equal(Block, _pool.AllocatedBytes);
        _pool.Review(_now += IdleTime);
        Assert.Equal(0, _pool.AllocatedBytes);
    }

    [Fact]
    public void Close_IdleAndInUse_KeepsNothing()
    {
        var used = _pool.Rent(Block);
        _pool.Rent(2 * Block).Dispose();

        _pool.Close();

        Assert.Equal(Block, _pool.AllocatedBytes);
        Assert.Equal(Block, used.Memory.Span.Length);
        used.Dispose();
        Assert.Equal(0, _pool.AllocatedBytes);
    }

    [Fact]
    public void Payload_LastHandleDisposed_ReturnsTheBlock()
    {
        var first = new Payload(_pool.Rent(Block), Block);
        var second = first.Share();
        first.Dispose();
        first.Dispose();
        Assert.Equal(0, _pool.IdleBytes);

        second.Dispose();

        Assert.Equal(Block, _pool.IdleBytes);
        Assert.Throws<ObjectDisposedException>(() => second.Bytes.Length);
    }

    [Fact]
    public void Rent_Forgotten_IsFreedByTheCollector()
    {
        Forget();

        for (var collections = 0; collections < 10 && _pool.AllocatedBytes > 0; collections++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(0, _pool.AllocatedBytes);

        [MethodImpl(MethodImplOptions.NoInlining)]
        void Forget() => Mark(_pool.Rent(Block), 1, isKept: true);
    }

    [Fact]
    public async Task Rent_FromManyThreads_NeverGivesABlockTwice()
    {
        await Task.WhenAll(Enumerable.Range(1, 4).Select(thread => Task.Run(() =>
        {
            var random = new Random(thread);
            for (var turn = 0; turn < 2000; turn++)
            {
                using var memory = _pool.Rent(random.Next(PayloadPool.LeastPooled, 2 * PayloadPool.LeastPooled));
                var bytes = memory.Memory.Span;
                bytes[0] = bytes[^1] = (byte)thread;
                Thread.Yield();
                Assert.True(bytes[0] == thread && bytes[^1] == thread);
            }
        })));

        Assert.Equal(_pool.IdleBytes, _pool.AllocatedBytes);
        Assert.InRange(_pool.AllocatedBytes, 1, 4 * Block);
    }

    private static void Mark(IMemoryOwner<byte> memory, byte mark, bool isKept = false)
    {
        memory.Memory.Span[0] = mark;
        if (!isKept)
        {
            memory.Dispose();
        }
    }
}
