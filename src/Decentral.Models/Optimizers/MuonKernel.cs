using System.Collections.Immutable;

namespace Decentral.Models.Optimizers;

// Shapes: R rows, C columns of the whole matrix; B rows of a block.

/// <summary>
/// One Muon step of one matrix, on the host or a device: m ← μ m + (1 - μ) g, u = (1 - μ) g + μ m (Nesterov) or m,
/// W ← (1 - η λ) W - η s O(u), with O by <see cref="NewtonSchulz"/>. The mean in place of the published sum m ← μ m + g
/// is PyTorch's form: O does not see the factor 1 - μ. Only the orthogonalisation allocates.
/// </summary>
internal static class MuonKernel
{
    /// <param name="parameters_RC">Replaced.</param>
    /// <param name="gradients_RC">Read only.</param>
    /// <param name="momentum_RC">Replaced.</param>
    /// <param name="blocks">Rows of each block.</param>
    /// <param name="coefficients">Of the step.</param>
    internal static void Update(
        torch.Tensor parameters_RC,
        torch.Tensor gradients_RC,
        torch.Tensor momentum_RC,
        ImmutableArray<long> blocks,
        in MuonCoefficients coefficients)
    {
        using var scope = torch.NewDisposeScope();
        momentum_RC.mul_(coefficients.Momentum).add_(gradients_RC, coefficients.NewPart);
        var update_RC = coefficients.Nesterov
            ? momentum_RC.mul(coefficients.Momentum).add_(gradients_RC, coefficients.NewPart)
            : momentum_RC;
        parameters_RC.mul_(coefficients.KeptPart);
        var start = 0L;
        foreach (var rows in blocks)
        {
            var direction_BC = NewtonSchulz.Orthogonalize(update_RC.narrow(0, start, rows), coefficients.Iterations);
            var stepSize = coefficients.StepSize(rows, parameters_RC.size(1));
            parameters_RC.narrow(0, start, rows).add_(direction_BC, -stepSize);
            start += rows;
        }
    }
}
