namespace Decentral.Models.Decoders;

/// <summary>A linear map, x Wᵀ + b.</summary>
/// <param name="Weight">(outputs, inputs).</param>
/// <param name="Bias">(outputs), or null.</param>
internal sealed record LinearTensors(torch.Tensor Weight, torch.Tensor? Bias)
{
    internal torch.Tensor Apply(torch.Tensor input) => torch.nn.functional.linear(input, Weight, Bias);

    /// <summary>x Wᵀ, for operations that take up the bias themselves.</summary>
    internal torch.Tensor ApplyWithoutBias(torch.Tensor input) => torch.nn.functional.linear(input, Weight);
}
