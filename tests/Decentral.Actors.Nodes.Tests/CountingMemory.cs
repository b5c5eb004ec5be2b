using System.Buffers;

namespace Decentral.Actors.Nodes.Tests;

/// <summary>Memory that counts how often it is released.</summary>
internal sealed class CountingMemory : IMemoryOwner<byte>
{
    private int _released;

    public CountingMemory(int length, int seed)
    {
        Memory = new byte[length];
        new Random(seed).NextBytes(Memory.Span);
    }

    public int Released => Volatile.Read(ref _released);

    public Memory<byte> Memory { get; }

    public void Dispose() => Interlocked.Increment(ref _released);
}
