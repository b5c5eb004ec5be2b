using Decentral.Torch.Interop;

namespace Decentral.Torch;

/// <summary>
/// The fused forms, in C++ with a backward pass of their own, for float32 on the host. Shapes that do not fit are
/// libtorch exceptions, as for ordinary operations; a second derivative is refused.
/// </summary>
internal static class Fused
{
    internal static torch.Tensor CausalAttention(
        torch.Tensor qkv, long heads, long kvHeads, torch.Tensor? cos, torch.Tensor? sin) =>
        torch.Made(NativeMethods.dt_fused_attention(
            qkv.Handle, heads, kvHeads, HandleOrNone(cos), HandleOrNone(sin)));

    internal static torch.Tensor LinearCrossEntropy(
        torch.Tensor hidden, torch.Tensor weight, torch.Tensor targets,
        long ignoreIndex, torch.nn.Reduction reduction) =>
        torch.Made(NativeMethods.dt_fused_linear_cross_entropy(
            hidden.Handle, weight.Handle, targets.Handle, ignoreIndex, (long)reduction));

    internal static torch.Tensor BiasGelu(torch.Tensor x, torch.Tensor? bias) =>
        torch.Made(NativeMethods.dt_fused_bias_gelu(x.Handle, HandleOrNone(bias)));

    internal static torch.Tensor SwiGlu(torch.Tensor x) => torch.Made(NativeMethods.dt_fused_swiglu(x.Handle));

    /// <summary>The norm alone, or, with a residual, the sum and its norm.</summary>
    internal static torch.Tensor[] AddNorm(
        torch.Tensor x, torch.Tensor? residual, torch.Tensor weight, torch.Tensor? bias, bool centred, double eps)
    {
        Span<nint> made = stackalloc nint[2];
        return torch.MadeMany(made, NativeMethods.dt_fused_add_norm(
            x.Handle, HandleOrNone(residual), weight.Handle, HandleOrNone(bias), centred, eps, made));
    }

    private static TensorHandle HandleOrNone(torch.Tensor? tensor) => tensor?.Handle ?? TensorHandle.None;
}
