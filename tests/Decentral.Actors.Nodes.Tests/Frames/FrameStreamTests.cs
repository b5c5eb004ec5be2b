using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Links;

namespace Decentral.Actors.Nodes.Tests.Frames;

public sealed class FrameStreamTests
{
    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("010000")]
    [InlineData("00000000")]
    [InlineData("0000000055")]
    [InlineData("02000000AA")]
    [InlineData("FFFFFFFFAA")]
    [InlineData("00000080AA")]
    [InlineData("FFFFFF7FAA")]
    public void TryTake_LengthThatIsNone_IsRefused(string batch)
    {
        ReadOnlyMemory<byte> bytes = Convert.FromHexString(batch);

        Assert.False(FrameStream.TryTake(ref bytes, out var frame));
        Assert.Equal(0, frame.Length);
    }

    [Fact]
    public void TryTake_FramesOfABuffer_GivesThemBack()
    {
        var buffer = new FrameBuffer(1);
        for (var length = 1; length < 300; length += 7)
        {
            var start = FrameStream.Begin(buffer);
            buffer.Write(Enumerable.Repeat((byte)length, length).ToArray());
            FrameStream.End(buffer, start);
        }

        var batch = buffer.Written;
        for (var length = 1; length < 300; length += 7)
        {
            Assert.True(FrameStream.TryTake(ref batch, out var frame));
            Assert.Equal(Enumerable.Repeat((byte)length, length), frame.ToArray());
        }

        Assert.Equal(0, batch.Length);
    }
}
