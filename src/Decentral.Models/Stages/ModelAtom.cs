using System.Globalization;
using Decentral.Models.Decoders;

namespace Decentral.Models.Stages;

/// <summary>
/// The smallest piece of a model that has a place of its own: the embedding, a layer, or the head with the last norm. What is saved and
/// what moves between stages is kept by these, so that it does not matter how the model was cut.
/// </summary>
/// <param name="Index">0 for the embedding, from 1 the layers in their order, and one more than the last for the head.</param>
public readonly record struct ModelAtom(int Index) : IComparable<ModelAtom>
{
    /// <summary>The embedding.</summary>
    public static ModelAtom Embedding => default;

    /// <summary>A layer, from 0.</summary>
    public static ModelAtom Layer(int layer) => new(layer + 1);

    /// <summary>The head of a model of so many layers.</summary>
    public static ModelAtom Head(int layers) => new(layers + 1);

    /// <summary>All of a model of so many layers.</summary>
    public static IEnumerable<ModelAtom> All(int layers) => Enumerable.Range(0, layers + 2).Select(index => new ModelAtom(index));

    /// <summary>Those of a part, in the order of the model.</summary>
    /// <param name="part">Of a model.</param>
    /// <param name="layers">How many layers it has.</param>
    public static IEnumerable<ModelAtom> Of(ModelPart part, int layers) => All(layers).Where(atom => atom.IsIn(part, layers));

    /// <summary>Whether it is one of the layers of a model.</summary>
    /// <param name="layers">How many layers it has.</param>
    public bool IsLayer(int layers) => Index > 0 && Index <= layers;

    /// <summary>A part of a model with nothing else.</summary>
    /// <param name="layers">How many layers the model has.</param>
    public ModelPart AsPart(int layers) => Index == 0
        ? new ModelPart(default, HasEmbedding: true)
        : Index > layers
            ? new ModelPart(new LayerRange(layers, layers), HasHead: true)
            : new ModelPart(new LayerRange(Index - 1, Index));

    /// <inheritdoc/>
    public int CompareTo(ModelAtom other) => Index.CompareTo(other.Index);

    /// <summary>Earlier in the model.</summary>
    public static bool operator <(ModelAtom left, ModelAtom right) => left.Index < right.Index;

    /// <summary>Later in the model.</summary>
    public static bool operator >(ModelAtom left, ModelAtom right) => left.Index > right.Index;

    /// <summary>Earlier in the model, or the same.</summary>
    public static bool operator <=(ModelAtom left, ModelAtom right) => left.Index <= right.Index;

    /// <summary>Later in the model, or the same.</summary>
    public static bool operator >=(ModelAtom left, ModelAtom right) => left.Index >= right.Index;

    /// <inheritdoc/>
    public override string ToString() => Index == 0
        ? "the embedding"
        : string.Create(CultureInfo.InvariantCulture, $"atom {Index}");

    private bool IsIn(ModelPart part, int layers) => Index == 0
        ? part.HasEmbedding
        : Index > layers ? part.HasHead : part.Layers.Contains(Index - 1);
}
