using System.Buffers;

namespace Decentral.Cli.Tests.Runs;

/// <summary>Bytes that whoever wants to read them waits for, as a writer waits for a slow disk.</summary>
internal sealed class HeldBytes : MemoryManager<byte>
{
    public const int Length = 4;

    private readonly ManualResetEventSlim _released = new();

    public override Memory<byte> Memory => CreateMemory(Length);

    public void Release() => _released.Set();

    public override Span<byte> GetSpan()
    {
        _released.Wait();
        return "late"u8.ToArray();
    }

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing) => _released.Dispose();
}
