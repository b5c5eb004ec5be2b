namespace Decentral.Torch.Modules;

/// <summary>Carries the choice of formula for <c>gelu</c> under the name it has in TorchSharp.</summary>
public static class GELU
{
    public enum Approximate
    {
        /// <summary>x Φ(x), by the error function.</summary>
        none,

        /// <summary>0.5 x (1 + tanh(√(2/π) (x + 0.044715 x³))).</summary>
        tanh,
    }
}
