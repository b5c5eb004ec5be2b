namespace Decentral.Models.Optimizers;

// Shapes: R rows, C columns, R <= C; a tall matrix is turned first, so that the square products are the small ones.

/// <summary>
/// Replaces a matrix's singular values by numbers about 1 and leaves its singular vectors: U S Vᵀ becomes about U Vᵀ.
/// Each iteration takes every singular value s to a s + b s³ + c s⁵, with coefficients that lift small values as fast
/// as possible and settle in [0.68, 1.13] rather than at 1 (K. Jordan, 2024, "Muon"). In single precision, not bfloat16
/// as published: host processors gain nothing by it.
/// </summary>
internal static class NewtonSchulz
{
    private const double Linear = 3.4445;
    private const double Cubic = -4.7750;
    private const double Quintic = 2.0315;
    private const double Epsilon = 1e-7;

    /// <param name="update">A matrix of any shape; unchanged.</param>
    /// <param name="iterations">At least 1.</param>
    /// <returns>Of the same shape; zero for a zero matrix.</returns>
    internal static torch.Tensor Orthogonalize(torch.Tensor update, int iterations)
    {
        using var scope = torch.NewDisposeScope();
        var isTall = update.size(0) > update.size(1);
        var wide = isTall ? update.t() : update;
        var x_RC = wide.div(wide.norm().add(Epsilon));
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            var gram_RR = x_RC.mm(x_RC.t());
            var even_RR = gram_RR.addmm(gram_RR, gram_RR, (float)Cubic, (float)Quintic);
            x_RC = x_RC.addmm(even_RR, x_RC, (float)Linear);
        }

        return scope.MoveToOuter(isTall ? x_RC.t() : x_RC);
    }

    /// <summary>The definition, in fp64 and loops.</summary>
    internal static double[,] OrthogonalizeReference(double[,] update, int iterations)
    {
        if (update.GetLength(0) > update.GetLength(1))
        {
            return Turn(OrthogonalizeReference(Turn(update), iterations));
        }

        var norm = Math.Sqrt(update.Cast<double>().Sum(value => value * value)) + Epsilon;
        var x = Combine(1 / norm, update, 0, update);
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            var gram = Multiply(x, Turn(x));
            var even = Combine(Cubic, gram, Quintic, Multiply(gram, gram));
            x = Combine(Linear, x, 1, Multiply(even, x));
        }

        return x;
    }

    private static double[,] Combine(double factor1, double[,] matrix1, double factor2, double[,] matrix2) =>
        Fill(matrix1.GetLength(0), matrix1.GetLength(1), (row, column) =>
            (factor1 * matrix1[row, column]) + (factor2 * matrix2[row, column]));

    private static double[,] Turn(double[,] matrix) =>
        Fill(matrix.GetLength(1), matrix.GetLength(0), (row, column) => matrix[column, row]);

    private static double[,] Multiply(double[,] left, double[,] right) =>
        Fill(left.GetLength(0), right.GetLength(1), (row, column) =>
        {
            var sum = 0.0;
            for (var inner = 0; inner < left.GetLength(1); inner++)
            {
                sum += left[row, inner] * right[inner, column];
            }

            return sum;
        });

    private static double[,] Fill(int rows, int columns, Func<int, int, double> valueAt)
    {
        var filled = new double[rows, columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                filled[row, column] = valueAt(row, column);
            }
        }

        return filled;
    }
}
