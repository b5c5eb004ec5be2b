namespace Decentral.Models.Decoders;

/// <summary>Layer norm where there is a bias, RMS norm where there is none.</summary>
/// <param name="Weight">(C): the gain.</param>
/// <param name="Bias">(C), or null.</param>
/// <param name="Epsilon">Added under the root.</param>
internal sealed record NormTensors(torch.Tensor Weight, torch.Tensor? Bias, double Epsilon)
{
    internal torch.Tensor Apply(torch.Tensor input) => Bias is null
        ? TorchSeam.RmsNorm(input, Weight, Epsilon)
        : TorchSeam.LayerNorm(input, Weight, Bias, Epsilon);

    /// <summary>Ends a residual branch and begins the next: the sum, and its norm.</summary>
    internal (torch.Tensor Sum, torch.Tensor Normed) AddAndApply(torch.Tensor branch, torch.Tensor residual) =>
        Bias is null
            ? TorchSeam.AddRmsNorm(branch, residual, Weight, Epsilon)
            : TorchSeam.AddLayerNorm(branch, residual, Weight, Bias, Epsilon);
}
