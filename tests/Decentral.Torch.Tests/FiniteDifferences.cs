namespace Decentral.Torch.Tests;

/// <summary>Compares gradients from backward with central differences, in float64.</summary>
internal static class FiniteDifferences
{
    private const double Step = 1e-5;
    private const double Tolerance = 1e-6;

    /// <summary>
    /// Checks the gradient of a weighted sum of the function's result (weights that differ, so that no error cancels)
    /// by every element of every input.
    /// </summary>
    internal static void AssertGradients(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        var leaves = Array.ConvertAll(inputs, input => input.to(torch.float64).detach().clone().requires_grad_());
        WeightedSum(function(leaves)).backward();

        for (var i = 0; i < leaves.Length; i++)
        {
            var actual = leaves[i].grad!.data<double>().ToArray();
            var expected = NumericGradient(function, leaves, i);
            for (var element = 0; element < expected.Length; element++)
            {
                var allowed = Tolerance * Math.Max(1, Math.Abs(expected[element]));
                Assert.True(
                    Math.Abs(expected[element] - actual[element]) <= allowed,
                    $"input {i}, element {element}: expected {expected[element]}, found {actual[element]}");
            }
        }
    }

    private static double[] NumericGradient(Func<Tensor[], Tensor> function, Tensor[] inputs, int which)
    {
        using var unrecorded = torch.no_grad();
        var elements = TorchSeam.AsSpan<double>(inputs[which]);
        var gradient = new double[elements.Length];
        for (var i = 0; i < gradient.Length; i++)
        {
            using var scope = torch.NewDisposeScope();
            var kept = elements[i];
            elements[i] = kept + Step;
            var above = WeightedSum(function(inputs)).item<double>();
            elements[i] = kept - Step;
            var below = WeightedSum(function(inputs)).item<double>();
            elements[i] = kept;
            gradient[i] = (above - below) / (2 * Step);
        }

        return gradient;
    }

    private static Tensor WeightedSum(Tensor result) =>
        (result.flatten() * (torch.arange(result.numel(), dtype: torch.float64) * 0.37 + 0.5)).sum();
}
