using System.Buffers;
using Decentral.Models.Replicas;

namespace Decentral.Models.Tests.Replicas;

/// <summary>A batch's tokens that call when they are read: a way to act in the middle of a step.</summary>
internal sealed class WatchedWindows(TokenBatch batch, Action onRead) : MemoryManager<long>
{
    private readonly long[] _tokens = batch.Windows.ToArray();

    internal TokenBatch Batch => new(CreateMemory(_tokens.Length), batch.Sequences);

    public override Span<long> GetSpan()
    {
        onRead();
        return _tokens;
    }

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
