using Decentral.Models.Decoders;

namespace Decentral.Models.Stages;

/// <summary>A contiguous part of a model: what a stage of a pipeline computes in one pass.</summary>
/// <param name="Layers">Its layers; none where it is the embedding or the head alone.</param>
/// <param name="HasEmbedding">Whether it begins with tokens; otherwise with what the layer before its first gave.</param>
/// <param name="HasHead">Whether it ends with the last norm, the head and the loss.</param>
public readonly record struct ModelPart(LayerRange Layers, bool HasEmbedding = false, bool HasHead = false)
{
    /// <summary>All of a model.</summary>
    /// <param name="layers">How many layers it has.</param>
    public static ModelPart Whole(int layers) => new(new LayerRange(0, layers), HasEmbedding: true, HasHead: true);

    /// <summary>Some layers of a model; the embedding is with the first, the head with the last.</summary>
    /// <param name="range">At least one.</param>
    /// <param name="layers">How many layers the model has.</param>
    public static ModelPart Of(LayerRange range, int layers) => new(range, range.First == 0, range.End == layers);

    /// <summary>Makes sure that a model has such a part.</summary>
    /// <param name="layers">How many layers it has.</param>
    /// <exception cref="ArgumentException">It has not, or there is nothing in it.</exception>
    public void RequireIn(int layers)
    {
        if (Layers.First < 0 || Layers.Count < 0 || Layers.End > layers)
        {
            throw new ArgumentException($"{this} is not in a model of {layers} layers.");
        }

        if (Layers.Count == 0 && !HasEmbedding && !HasHead)
        {
            throw new ArgumentException("A part of a model has neither layers nor the embedding nor the head.");
        }

        if (HasEmbedding && Layers.Count > 0 && Layers.First != 0)
        {
            throw new ArgumentException($"{this} begins with the embedding: its layers must begin with layer 0.");
        }

        if (HasHead && Layers.Count > 0 && Layers.End != layers)
        {
            throw new ArgumentException($"{this} ends with the head: its layers must end with layer {layers - 1}.");
        }

        if (HasEmbedding && HasHead && Layers.Count != layers)
        {
            throw new ArgumentException($"{this} has the embedding and the head: it must have all {layers} layers.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        ", ",
        new[] { HasEmbedding ? "embedding" : null, Layers.Count > 0 ? Layers.ToString() : null, HasHead ? "head" : null }
            .Where(name => name is not null));
}
