using System.Numerics;
using System.Runtime.InteropServices;

namespace Decentral.Pipeline.Recovery;

/// <summary>
/// A tensor of a lost layer from the same tensor of two layers that are left (CheckFree, arXiv:2506.15461, Algorithm
/// 1): W ← a · earlier + b · later with a + b = 1. Both forms agree bit for bit: two products and a sum an element,
/// each rounded, never fused.
/// </summary>
internal static class NeighbourAverage
{
    /// <summary>Averages two tensors; where one share is 0, copies the other's bits and does not look at it.</summary>
    /// <param name="destination">Of the lost layer, replaced; may be the memory of either source.</param>
    /// <param name="earlier">Of the layer before it; the same number of elements.</param>
    /// <param name="later">Of the layer after it; the same number of elements.</param>
    /// <param name="shares">What each counts.</param>
    /// <exception cref="ArgumentException">The tensors differ in length: the layers are not alike.</exception>
    internal static void Compute(
        Span<float> destination, ReadOnlySpan<float> earlier, ReadOnlySpan<float> later, NeighbourShares shares)
    {
        RequireAlike(destination, earlier);
        RequireAlike(destination, later);
        if (shares.Earlier == 0 || shares.Later == 0)
        {
            Copy(destination, shares.Later == 0 ? earlier : later);
            return;
        }

        ref var average = ref MemoryMarshal.GetReference(destination);
        ref var before = ref MemoryMarshal.GetReference(earlier);
        ref var after = ref MemoryMarshal.GetReference(later);
        var whole = destination.Length - (destination.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var at = (nuint)index;
            var ofEarlier = Vector.LoadUnsafe(ref before, at) * shares.Earlier;
            var ofLater = Vector.LoadUnsafe(ref after, at) * shares.Later;
            (ofEarlier + ofLater).StoreUnsafe(ref average, at);
        }

        ComputeReference(destination[whole..], earlier[whole..], later[whole..], shares);
    }

    /// <summary>What is left when only one neighbour is: its tensor, bit for bit.</summary>
    /// <param name="destination">Of the lost layer, replaced.</param>
    /// <param name="neighbour">The same number of elements.</param>
    internal static void Copy(Span<float> destination, ReadOnlySpan<float> neighbour)
    {
        RequireAlike(destination, neighbour);
        neighbour.CopyTo(destination);
    }

    /// <summary>The definition, one element at a time, for two shares above 0.</summary>
    internal static void ComputeReference(
        Span<float> destination, ReadOnlySpan<float> earlier, ReadOnlySpan<float> later, NeighbourShares shares)
    {
        for (var index = 0; index < destination.Length; index++)
        {
            destination[index] = (earlier[index] * shares.Earlier) + (later[index] * shares.Later);
        }
    }

    private static void RequireAlike(ReadOnlySpan<float> destination, ReadOnlySpan<float> source)
    {
        if (destination.Length != source.Length)
        {
            throw new ArgumentException(
                $"A tensor of {destination.Length} elements cannot be rebuilt from one of {source.Length}: "
                + "neighbouring layers have the same shapes.",
                nameof(source));
        }
    }
}
