using System.Runtime.InteropServices;
using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

// Shapes: N elements of a flat tensor, padding included.

/// <summary>
/// One value a parameter in a flat tensor of a device, laid out as an arena. What goes in and out is packed by
/// fragments of the model and staged through host memory.
/// </summary>
internal sealed class DeviceValues : IDisposable
{
    private readonly StateLayout _layout;

    /// <summary>Zeros.</summary>
    internal DeviceValues(StateLayout layout, torch.Device device)
    {
        _layout = layout;
        Flat_N = torch.zeros(layout.Storage.Length, device: device).DetachFromDisposeScope();
    }

    internal torch.Tensor Flat_N { get; }

    /// <summary>The part of the model that has the value.</summary>
    internal ArenaFragment Kept => _layout.Kept;

    public void Dispose() => Flat_N.Dispose();

    /// <summary>A view of consecutive elements.</summary>
    internal torch.Tensor Part(ArenaRange range) => Flat_N.narrow(0, range.Offset, range.Length);

    /// <summary>A view of a kept tensor, in its shape.</summary>
    /// <param name="index">Of the tensor among the model's entries.</param>
    internal torch.Tensor Of(int index)
    {
        var entry = _layout.Stored(index)!;
        return Part(entry.Range).view([.. entry.Shape]);
    }

    internal void Read(ArenaFragment fragment, Span<float> destination, long start)
    {
        using var scope = torch.NewDisposeScope();
        destination.Clear();
        foreach (var (range, packed) in _layout.Locate(fragment, start, destination.Length))
        {
            var staged = Part(range).cpu();
            TorchSeam.AsSpan<float>(staged).CopyTo(destination.Slice(packed, (int)range.Length));
        }
    }

    internal void Write(ArenaFragment fragment, ReadOnlySpan<float> source, long start)
    {
        using var scope = torch.NewDisposeScope();
        using var unrecorded = torch.no_grad();
        foreach (var (range, packed) in _layout.Locate(fragment, start, source.Length))
        {
            var staged = TorchSeam.FromSpan(source.Slice(packed, (int)range.Length), [range.Length]);
            Part(range).copy_(staged);
        }
    }

    internal ContentDigest ComputeDigest() => _layout.ComputeDigest((hash, range) =>
    {
        using var scope = torch.NewDisposeScope();
        var staged = Part(range).cpu();
        hash.AppendData(MemoryMarshal.AsBytes(TorchSeam.AsSpan<float>(staged)));
    });
}
