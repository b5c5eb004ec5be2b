using Decentral.Models.Arenas;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Arenas;

/// <summary>Random small layouts: one to twelve tensors in up to four layers, some empty, some tied.</summary>
internal static class Layouts
{
    internal static Arbitrary<ArenaLayout> Any { get; } = (
        from tensors in Gen.NonEmptyListOf(Tensor).Resize(12)
        where tensors.Any(tensor => tensor.Shape.All(dimension => dimension > 0))
        select Build(tensors)).ToArbitrary();

    private static Gen<(int? Layer, long[] Shape)> Tensor =>
        from layer in Gen.Choose(-1, 3)
        from dimensions in Gen.Choose(0, 3)
        from shape in Gen.ArrayOf(Gen.Choose(0, 7).Select(dimension => (long)dimension), dimensions)
        select ((int?)(layer < 0 ? null : layer), shape);

    private static ArenaLayout Build(IEnumerable<(int? Layer, long[] Shape)> tensors)
    {
        var builder = new ArenaLayoutBuilder();
        var count = 0;
        foreach (var (layer, shape) in tensors.OrderBy(tensor => tensor.Layer))
        {
            builder.Add($"tensor.{count++}", shape, layer);
        }

        return builder.Tie("tied", "tensor.0").Build();
    }
}
