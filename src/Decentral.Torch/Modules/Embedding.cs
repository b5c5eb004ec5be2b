using System.Diagnostics.CodeAnalysis;

namespace Decentral.Torch.Modules;

/// <summary>A table of vectors, drawn from the normal distribution, that whole numbers select.</summary>
public sealed class Embedding : torch.nn.Module<torch.Tensor, torch.Tensor>
{
    private Parameter _weight;

    internal Embedding(long num_embeddings, long embedding_dims, torch.Device? device, torch.ScalarType? dtype)
        : base(nameof(Embedding))
    {
        weight = new Parameter(torch.empty(num_embeddings, embedding_dims, dtype, device));
        torch.nn.init.normal_(weight).Dispose();
    }

    public Parameter weight
    {
        get => _weight;
        [MemberNotNull(nameof(_weight))]
        set => Replace(nameof(weight), ref _weight, value);
    }

    public override torch.Tensor forward(torch.Tensor input) => TorchSeam.Embedding(_weight, input);

    // The component is registered under PyTorch's name by the setter; the field must not appear a second time.
    protected internal override void RegisterComponents()
    {
    }
}
