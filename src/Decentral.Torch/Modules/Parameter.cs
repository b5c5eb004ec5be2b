namespace Decentral.Torch.Modules;

/// <summary>A tensor that a module registers, and an optimizer moves.</summary>
public class Parameter : torch.Tensor
{
    /// <param name="data">Its handle moves here: the tensor itself becomes empty.</param>
    public Parameter(torch.Tensor data, bool requires_grad = true)
        : base(data.with_requires_grad(requires_grad))
    {
    }
}
