namespace Decentral.Wire.Tests.MessagePack;

/// <summary>Of our own supplier.</summary>
public sealed class SkipDepthTests
{
    [Theory]
    [InlineData(0x91, 64)]
    [InlineData(0x81, 32)]
    public void Skip_ArraysOrMapsWithinOneAnother_AreFollowedTo64Levels(byte code, int levels)
    {
        // Of a map of one pair the key is 0, and the value the next map.
        byte[] level = code == 0x81 ? [code, 0x00] : [code];
        var bytes = Enumerable.Repeat(level, levels).SelectMany(each => each).Append((byte)0x00).ToArray();
        var reader = new MessagePackReader(bytes);

        reader.Skip();

        Assert.True(reader.End);
    }

    [Theory]
    [InlineData(0x91, 65)]
    [InlineData(0x91, 1_000_000)]
    [InlineData(0x81, 1_000_000)]
    public void Skip_Deeper_IsRefused(byte code, int levels)
    {
        var bytes = new byte[levels + 1];
        Array.Fill(bytes, code, 0, levels);

        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(bytes).Skip());
    }
}
