using System.Buffers.Binary;

namespace Decentral.Children;

/// <summary>Content that says its version in every word, so that a mixture of two versions is noticed.</summary>
internal static class VersionedBytes
{
    public static byte[] Of(int version, int length)
    {
        var bytes = new byte[length];
        for (var at = 0; at + sizeof(int) <= length; at += sizeof(int))
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), version);
        }

        return bytes;
    }

    /// <summary>The version of whole content of some length; fails the test on any other bytes.</summary>
    public static int Check(byte[] bytes, Func<int, int> lengthOf)
    {
        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        Assert.Equal(Of(version, lengthOf(version)), bytes);
        return version;
    }
}
