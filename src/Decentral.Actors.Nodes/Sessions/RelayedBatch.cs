using System.Buffers;

namespace Decentral.Actors.Nodes.Sessions;

/// <summary>A batch of another node.</summary>
internal sealed class RelayedBatch(IMemoryOwner<byte> memory, int length) : IDisposable
{
    public ReadOnlyMemory<byte> Bytes => memory.Memory[..length];

    public void Dispose() => memory.Dispose();
}
