using Decentral.Torch.Interop;

namespace Decentral.Torch;

public static partial class torch
{
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => cat([.. tensors], dim);

    public static Tensor cat(Tensor[] tensors, long dim = 0) => cat(tensors.AsSpan(), dim);

    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0)
    {
        using var handles = new TensorHandles(tensors);
        return Made(NativeMethods.dt_cat(handles.Raw, handles.Count, dim));
    }

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0)
    {
        using var handles = new TensorHandles([.. tensors]);
        return Made(NativeMethods.dt_stack(handles.Raw, handles.Count, dim));
    }

    public static Tensor where(Tensor condition, Tensor x, Tensor y) => x.where(condition, y);
}
