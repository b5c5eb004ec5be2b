using System.Buffers;
using Decentral.Actors.Transfers;

namespace Decentral.Actors.Tests.Transfers;

public sealed class PayloadTests
{
    [Fact]
    public void Bytes_LongerMemory_AreThoseInUse()
    {
        using var payload = new Payload(new Owner(10), 4);

        Assert.Equal(4, payload.Bytes.Length);
    }

    [Fact]
    public void Dispose_Twice_ReturnsTheMemoryOnce()
    {
        var owner = new Owner(10);
        var payload = new Payload(owner, 10);

        payload.Dispose();
        payload.Dispose();

        Assert.Equal(1, owner.Released);
        Assert.Throws<ObjectDisposedException>(() => payload.Bytes);
        Assert.Throws<ObjectDisposedException>(payload.Share);
    }

    [Fact]
    public void Share_SeveralHandles_ReturnTheMemoryWithTheLast()
    {
        var owner = new Owner(10);
        var first = new Payload(owner, 10);
        var second = first.Share();
        var third = second.Share();

        second.Dispose();
        first.Dispose();
        first.Dispose();

        Assert.Equal(0, owner.Released);
        Assert.Equal(10, third.Bytes.Length);
        third.Dispose();
        Assert.Equal(1, owner.Released);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(11)]
    public void New_LengthOutsideTheMemory_Throws(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Payload(new Owner(10), length));

    private sealed class Owner(int length) : IMemoryOwner<byte>
    {
        public int Released { get; private set; }

        public Memory<byte> Memory { get; } = new byte[length];

        public void Dispose() => Released++;
    }
}
