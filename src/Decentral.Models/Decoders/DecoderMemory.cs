using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;

namespace Decentral.Models.Decoders;

/// <summary>The memory of a decoder's parameters, or of those of some parts, on a device, and the tensors that look at it.</summary>
internal sealed class DecoderMemory : IDisposable
{
    private readonly List<torch.Tensor> _leaves = [];

    internal DecoderMemory(ArenaLayout layout, InnerOptimizerOptions optimizer, string device)
        : this(device, CreateState(layout, optimizer, device))
    {
    }

    internal DecoderMemory(string device, IReplicaMemory state) => (Device, State) = (new torch.Device(device), state);

    internal torch.Device Device { get; }

    internal IReplicaMemory State { get; }

    internal ArenaLayout Layout => State.Layout;

    public void Dispose()
    {
        _leaves.ForEach(leaf => leaf.Dispose());
        State.Dispose();
    }

    /// <summary>A leaf for every parameter that there is.</summary>
    internal DecoderTensors CreateTensors(DecoderOptions options) => new(options, CreateLeaf);

    /// <summary>Gives the parameters the values that a run with this seed starts from, equal on every member.</summary>
    internal void Initialize(DecoderOptions options, ulong seed)
    {
        using var arena = new Arena(Layout);
        DecoderParameters.Initialize(options, arena, seed);
        SetParameters(arena);
    }

    internal void SetParameters(Arena source) => ForEachChunk((range, fragment, start) =>
        State.Write(ReplicaState.Parameters, fragment, source.Span(range), start));

    internal void GetParameters(Arena destination) => ForEachChunk((range, fragment, start) =>
        State.Read(ReplicaState.Parameters, fragment, destination.Span(range), start));

    internal (torch.Tensor Tokens_BT, torch.Tensor Targets_BT) ToTensors(TokenBatch batch)
    {
        var windows = TorchSeam.FromSpan(batch.Windows.Span, [batch.Sequences, batch.Length + 1], Device);
        return (windows.narrow(1, 0, batch.Length).contiguous(), windows.narrow(1, 1, batch.Length).contiguous());
    }

    private static IReplicaMemory CreateState(ArenaLayout layout, InnerOptimizerOptions optimizer, string device)
    {
        var target = new torch.Device(device);
        return target.type == DeviceType.CPU
            ? new HostReplicaMemory(layout, optimizer)
            : new DeviceReplicaMemory(layout, optimizer, target);
    }

    private torch.Tensor? CreateLeaf(string name)
    {
        if (!Layout.TryFind(name, out var entry))
        {
            return null;
        }

        var leaf = State.CreateLeaf(entry).DetachFromDisposeScope();
        _leaves.Add(leaf);
        return leaf;
    }

    private void ForEachChunk(Action<ArenaRange, ArenaFragment, long> act)
    {
        var whole = FragmentPartition.Whole(Layout);
        var packed = 0L;
        foreach (var entry in Layout.Entries)
        {
            foreach (var chunk in entry.Range.Chunks())
            {
                act(chunk, whole, packed);
                packed += chunk.Length;
            }
        }
    }
}
