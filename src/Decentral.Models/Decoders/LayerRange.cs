namespace Decentral.Models.Decoders;

/// <summary>Layers of a decoder that follow one another.</summary>
/// <param name="First">From 0.</param>
/// <param name="End">One more than the last; not below <paramref name="First"/>.</param>
public readonly record struct LayerRange(int First, int End)
{
    /// <summary>How many they are.</summary>
    public int Count => End - First;

    /// <summary>Whether a layer is among them.</summary>
    public bool Contains(int layer) => layer >= First && layer < End;

    /// <inheritdoc/>
    public override string ToString() => Count switch
    {
        0 => "no layers",
        1 => $"layer {First}",
        _ => $"layers {First} to {End - 1}",
    };
}
