namespace Decentral.Torch.Tests;

/// <summary>Repeatable tensors that do not touch libtorch's own generator.</summary>
internal static class Numbers
{
    internal static Tensor Between(double low, double high, int seed, params long[] shape)
    {
        var random = new Random(seed);
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(low + ((high - low) * random.NextDouble()));
        }

        return torch.tensor(values, shape);
    }
}
