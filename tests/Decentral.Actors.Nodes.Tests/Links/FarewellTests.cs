using System.Net.WebSockets;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Sessions;
using Decentral.Conformance;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decentral.Actors.Nodes.Tests.Links;

/// <summary>A link that ends on purpose waits for the other side by the clock that it is given.</summary>
public sealed class FarewellTests
{
    [Fact]
    public async Task Finish_OtherSideDoesNotEndIt_WaitsByTheGivenClock()
    {
        var clock = new ManualTimeProvider();
        var slot = new LinkSlot(1 << 10, 1 << 12);
        using var socket = new FrameSocket(new ClientWebSocket());
        Assert.True(slot.TryOpen(socket, 0));

        var finished = slot.FinishAsync(clock);

        clock.Advance(LinkPump.Farewell - TimeSpan.FromTicks(1));
        Assert.False(finished.IsCompleted);
        clock.Advance(TimeSpan.FromTicks(1));
        await finished;
    }

    [Fact]
    public async Task Run_NothingMoreToSend_WaitsByTheGivenClock()
    {
        var time = new HurriedTime();
        using var silence = new SilentStream();
        using var socket = new FrameSocket(WebSocket.CreateFromStream(silence, new WebSocketCreationOptions()));

        var reason = await LinkPump.RunAsync(
            socket,
            _ => Task.CompletedTask,
            _ => null,
            time,
            NullLogger.Instance,
            TestContext.Current.CancellationToken);

        Assert.Contains("nothing more to say", reason, StringComparison.Ordinal);
        Assert.Equal([LinkPump.Farewell], time.Waits);
    }

    /// <summary>Whatever is waited for has come.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    /// <summary>Brings nothing until it is closed.</summary>
    private sealed class SilentStream : Stream
    {
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await _closed.Task.WaitAsync(cancellationToken);
            return 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _closed.TrySetResult();
            base.Dispose(disposing);
        }
    }
}
