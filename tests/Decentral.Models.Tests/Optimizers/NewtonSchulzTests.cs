using Decentral.Models.Optimizers;

namespace Decentral.Models.Tests.Optimizers;

public sealed class NewtonSchulzTests
{
    // Five iterations enlarge a rounding error of fp32 by up to 3.4445^5, about 500 times.
    private const double Tolerance = 5e-4;

    [Theory]
    [InlineData(8, 8)]
    [InlineData(48, 48)]
    [InlineData(5, 40)]
    [InlineData(40, 5)]
    [InlineData(1, 9)]
    [InlineData(9, 1)]
    [InlineData(1, 1)]
    public void Orthogonalize_AnyShape_FollowsTheReference(int rows, int columns) =>
        AssertFollowsTheReference(Values.Normal(rows * columns, "update"), rows, columns);

    [Fact]
    public void Orthogonalize_RankDeficient_FollowsTheReference()
    {
        // Two columns and their sums and differences: rank 2 of 6.
        var columns = Values.Normal(16 * 2, "columns");
        var update = new float[16 * 6];
        for (var index = 0; index < update.Length; index++)
        {
            var (row, column) = (index / 6, index % 6);
            update[index] = columns[row * 2] + ((column - 2) * columns[(row * 2) + 1]);
        }

        AssertFollowsTheReference(update, 16, 6);
    }

    [Fact]
    public void Orthogonalize_Zero_IsZero()
    {
        Assert.All(Orthogonalize(new float[12], 3, 4), value => Assert.Equal(0, value));
        Assert.Equal(new double[3, 4], NewtonSchulz.OrthogonalizeReference(new double[3, 4], 5));
    }

    [Fact]
    public void Orthogonalize_Diagonal_AppliesThePolynomialToEachSingularValue()
    {
        double[] values = [2, -1, 0.5, 0.1];
        var update = new float[16];
        for (var index = 0; index < 4; index++)
        {
            update[index * 5] = (float)values[index];
        }

        var actual = Orthogonalize(update, 4, 4);

        var norm = Math.Sqrt(values.Sum(value => value * value));
        for (var index = 0; index < 16; index++)
        {
            var expected = index % 5 == 0 ? Polynomial(values[index / 5] / norm) : 0;
            Assert.Equal(expected, actual[index], Tolerance);
        }
    }

    [Fact]
    public void Orthogonalize_SingularValuesFarApart_BringsThemNearOne()
    {
        // The columns are orthogonal; their lengths are the singular values: from 1 to 0.02.
        double[] lengths = [1, 0.3, 0.1, 0.02];
        var update = new float[16];
        for (var index = 0; index < 16; index++)
        {
            update[index] = (float)(Hadamard(index / 4, index % 4) / 2.0 * lengths[index % 4]);
        }

        var actual = Orthogonalize(update, 4, 4);

        for (var column = 0; column < 4; column++)
        {
            var length = Math.Sqrt(Enumerable.Range(0, 4).Sum(row => Math.Pow(actual[(row * 4) + column], 2)));
            Assert.InRange(length, 0.65, 1.2);
        }
    }

    [Fact]
    public void Orthogonalize_Scaled_IsTheSame()
    {
        var update = Values.Normal(30, "update");

        var expected = Orthogonalize(update, 5, 6);
        var actual = Orthogonalize([.. update.Select(value => 1000 * value)], 5, 6);

        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Orthogonalize_Called_LeavesTheUpdateAndNoTensor()
    {
        using var scope = torch.NewDisposeScope();
        var update = TorchSeam.FromSpan<float>(Values.Normal(30, "update"), [6, 5]);

        NewtonSchulz.Orthogonalize(update, 5).Dispose();

        Assert.Equal(1, scope.DisposablesCount);
        Values.AssertSameBits(Values.Normal(30, "update"), TorchSeam.AsSpan<float>(update));
    }

    private static void AssertFollowsTheReference(float[] update, int rows, int columns)
    {
        var matrix = new double[rows, columns];
        for (var index = 0; index < update.Length; index++)
        {
            matrix[index / columns, index % columns] = update[index];
        }

        var expected = NewtonSchulz.OrthogonalizeReference(matrix, 5).Cast<double>();

        Assert.All(expected.Zip(Orthogonalize(update, rows, columns)), pair =>
            Assert.Equal(pair.First, pair.Second, Tolerance));
    }

    private static float[] Orthogonalize(float[] update, int rows, int columns)
    {
        using var scope = torch.NewDisposeScope();
        var result = NewtonSchulz.Orthogonalize(TorchSeam.FromSpan<float>(update, [rows, columns]), 5);
        Assert.Equal([rows, columns], result.shape);
        return TorchSeam.AsSpan<float>(result.contiguous()).ToArray();
    }

    private static double Polynomial(double value)
    {
        for (var iteration = 0; iteration < 5; iteration++)
        {
            value = (3.4445 * value) - (4.7750 * Math.Pow(value, 3)) + (2.0315 * Math.Pow(value, 5));
        }

        return value;
    }

    // 4 x 4, rows and columns orthogonal and of length 2.
    private static int Hadamard(int row, int column) => int.PopCount(row & column) % 2 == 0 ? 1 : -1;
}
