using System.Buffers.Binary;
using System.Text;

namespace Decentral.Models.Tests.Safetensors;

/// <summary>Files built byte by byte, good and bad.</summary>
internal static class SafetensorsBytes
{
    internal const string TwoTensors =
        """
        {"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},
        "b":{"dtype":"I64","shape":[],"data_offsets":[24,32]}}
        """;

    internal static byte[] File(string header, int dataBytes) => File(Encoding.UTF8.GetBytes(header), dataBytes);

    internal static byte[] File(ReadOnlySpan<byte> header, int dataBytes)
    {
        var file = new byte[8 + header.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file.AsSpan(8));
        for (var index = 8 + header.Length; index < file.Length; index++)
        {
            file[index] = (byte)index;
        }

        return file;
    }
}
