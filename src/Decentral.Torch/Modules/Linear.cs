using System.Diagnostics.CodeAnalysis;

namespace Decentral.Torch.Modules;

/// <summary>x Wᵀ + b, with W of shape (outputs, inputs), drawn as PyTorch draws it: uniform in ±1/√inputs.</summary>
public sealed class Linear : torch.nn.Module<torch.Tensor, torch.Tensor>
{
    private Parameter _weight;
    private Parameter? _bias;

    internal Linear(long inputSize, long outputSize, bool hasBias, torch.Device? device, torch.ScalarType? dtype)
        : base(nameof(Linear))
    {
        in_features = inputSize;
        out_features = outputSize;
        var bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
        weight = new Parameter(torch.empty(outputSize, inputSize, dtype, device));
        torch.nn.init.uniform_(weight, -bound, bound).Dispose();
        if (hasBias)
        {
            bias = new Parameter(torch.empty(outputSize, dtype, device));
            torch.nn.init.uniform_(bias, -bound, bound).Dispose();
        }
    }

    public long in_features { get; }

    public long out_features { get; }

    public Parameter weight
    {
        get => _weight;
        [MemberNotNull(nameof(_weight))]
        set => Replace(nameof(weight), ref _weight, value);
    }

    public Parameter? bias
    {
        get => _bias;
        set => Replace(nameof(bias), ref _bias, value);
    }

    public override torch.Tensor forward(torch.Tensor input) => torch.nn.functional.linear(input, _weight, _bias);

    // The components are registered under PyTorch's names by the setters; the fields must not appear a second time.
    protected internal override void RegisterComponents()
    {
    }
}
