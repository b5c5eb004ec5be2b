namespace Decentral.Torch.Modules;

/// <summary>Centres and scales the last dimensions, then applies a learned scale (from 1) and shift (from 0).</summary>
public sealed class LayerNorm : torch.nn.Module<torch.Tensor, torch.Tensor>
{
    private Parameter? _weight;
    private Parameter? _bias;

    internal LayerNorm(
        long[] normalized_shape, double eps, bool elementwise_affine, bool bias,
        torch.Device? device, torch.ScalarType? dtype)
        : base(nameof(LayerNorm))
    {
        this.normalized_shape = normalized_shape;
        this.eps = eps;
        if (elementwise_affine)
        {
            weight = new Parameter(torch.ones(normalized_shape, dtype, device));
            this.bias = bias ? new Parameter(torch.zeros(normalized_shape, dtype, device)) : null;
        }
    }

    public long[] normalized_shape { get; }

    public double eps { get; }

    public Parameter? weight
    {
        get => _weight;
        set => Replace(nameof(weight), ref _weight, value);
    }

    public Parameter? bias
    {
        get => _bias;
        set => Replace(nameof(bias), ref _bias, value);
    }

    public override torch.Tensor forward(torch.Tensor input) =>
        torch.nn.functional.layer_norm(input, normalized_shape, _weight, _bias, eps);

    // The components are registered under PyTorch's names by the setters; the fields must not appear a second time.
    protected internal override void RegisterComponents()
    {
    }
}
