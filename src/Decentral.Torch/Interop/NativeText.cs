using System.Text;

namespace Decentral.Torch.Interop;

/// <summary>Reads text that a native call writes into the caller's buffer.</summary>
internal static class NativeText
{
    private const int Capacity = 4096;

    /// <summary>Writes as much as fits and returns the length in bytes that it would need.</summary>
    internal delegate int Writer(Span<byte> output, int capacity);

    internal static string Read(Writer write)
    {
        Span<byte> buffer = stackalloc byte[Capacity];
        var length = Math.Min(write(buffer, Capacity), Capacity - 1);
        return Encoding.UTF8.GetString(buffer[..length]);
    }
}
