using Decentral.Torch.Interop;

namespace Decentral.Torch;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            using var held = new TensorHandles(IndexTensors(indices));
            return Made(NativeMethods.dt_index(Handle, ToNative(indices, held), indices.Length));
        }

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            using var held = new TensorHandles(IndexTensors(indices));
            return Made(NativeMethods.dt_index_put_(Handle, ToNative(indices, held), indices.Length, value.Handle));
        }

        public Tensor index_select(long dim, Tensor index) =>
            Made(NativeMethods.dt_index_select(Handle, dim, index.Handle));

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Made(NativeMethods.dt_index_add_(Handle, dim, index.Handle, source.Handle, alpha.Native));

        public Tensor gather(long dim, Tensor index) => Made(NativeMethods.dt_gather(Handle, dim, index.Handle));

        public Tensor scatter(long dim, Tensor index, Tensor src) =>
            Made(NativeMethods.dt_scatter(Handle, dim, index.Handle, src.Handle));

        public Tensor scatter_(long dim, Tensor index, Tensor src) =>
            Made(NativeMethods.dt_scatter_(Handle, dim, index.Handle, src.Handle));

        public Tensor scatter_add(long dim, Tensor index, Tensor src) =>
            Made(NativeMethods.dt_scatter_add(Handle, dim, index.Handle, src.Handle));

        public Tensor masked_fill(Tensor mask, Scalar value) =>
            Made(NativeMethods.dt_masked_fill(Handle, mask.Handle, value.Native));

        public Tensor masked_fill_(Tensor mask, Scalar value) =>
            Made(NativeMethods.dt_masked_fill_(Handle, mask.Handle, value.Native));

        public Tensor masked_select(Tensor mask) => Made(NativeMethods.dt_masked_select(Handle, mask.Handle));

        /// <summary>
        /// This tensor's elements where the condition is true, those of <paramref name="y"/> elsewhere.
        /// </summary>
        public Tensor where(Tensor condition, Tensor y) =>
            Made(NativeMethods.dt_where(condition.Handle, Handle, y.Handle));

        private static Tensor[] IndexTensors(TensorIndex[] indices) =>
            [.. indices.Select(index => index.Indices).OfType<Tensor>()];

        private static NativeIndex[] ToNative(TensorIndex[] indices, TensorHandles held)
        {
            var native = new NativeIndex[indices.Length];
            var next = 0;
            for (var i = 0; i < indices.Length; i++)
            {
                native[i] = indices[i].ToNative(indices[i].Indices is null ? 0 : held.Raw[next++]);
            }

            return native;
        }
    }
}
