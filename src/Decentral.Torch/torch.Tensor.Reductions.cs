using Decentral.Torch.Interop;

namespace Decentral.Torch;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Made(NativeMethods.dt_sum(Handle, TypeOrAny(type)));

        /// <summary>
        /// Sums one dimension. As in TorchSharp, <c>sum(0)</c> means an element type: write <c>sum(dim: 0)</c>.
        /// </summary>
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) =>
            Made(NativeMethods.dt_sum_dims(Handle, dim, dim.Length, keepdim, TypeOrAny(type)));

        public Tensor mean() => Made(NativeMethods.dt_mean(Handle));

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Made(NativeMethods.dt_mean_dims(Handle, dimensions, dimensions.Length, keepdim, TypeOrAny(type)));

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false) =>
            Made(NativeMethods.dt_var_dims(Handle, dimensions, dimensions.Length, unbiased, keepdim));

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false) => var([dim], unbiased, keepdim);

        public Tensor logsumexp(long dim, bool keepdim = false) =>
            Made(NativeMethods.dt_logsumexp(Handle, dim, keepdim));

        public Tensor cumsum(long dim, ScalarType? type = null) =>
            Made(NativeMethods.dt_cumsum(Handle, dim, TypeOrAny(type)));

        public Tensor max() => Made(NativeMethods.dt_max(Handle));

        public Tensor min() => Made(NativeMethods.dt_min(Handle));

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false)
        {
            Span<nint> pair = stackalloc nint[2];
            return Pair(pair, NativeMethods.dt_max_dim(Handle, dim, keepdim, pair));
        }

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false)
        {
            Span<nint> pair = stackalloc nint[2];
            return Pair(pair, NativeMethods.dt_min_dim(Handle, dim, keepdim, pair));
        }

        public Tensor argmax() => Made(NativeMethods.dt_argmax(Handle));

        public Tensor argmax(long dim, bool keepdim = false) =>
            Made(NativeMethods.dt_argmax_dim(Handle, dim, keepdim));

        public Tensor argmin() => Made(NativeMethods.dt_argmin(Handle));

        public Tensor argmin(long dim, bool keepdim = false) =>
            Made(NativeMethods.dt_argmin_dim(Handle, dim, keepdim));

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true)
        {
            Span<nint> pair = stackalloc nint[2];
            return Pair(pair, NativeMethods.dt_topk(Handle, k, dim, largest, sorted, pair));
        }

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false)
        {
            Span<nint> pair = stackalloc nint[2];
            return Pair(pair, NativeMethods.dt_sort(Handle, dim, descending, stable, pair));
        }

        public Tensor all() => Made(NativeMethods.dt_all(Handle));

        public Tensor any() => Made(NativeMethods.dt_any(Handle));

        public Tensor norm(float p = 2.0f) => Made(NativeMethods.dt_norm(Handle, p));

        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) =>
            Made(NativeMethods.dt_norm_dim(Handle, dim, keepdim, p));

        public Tensor multinomial(long num_samples, bool replacement = false) =>
            Made(NativeMethods.dt_multinomial(Handle, num_samples, replacement));

        private static (Tensor, Tensor) Pair(ReadOnlySpan<nint> handles, int count)
        {
            var made = MadeMany(handles, count);
            return (made[0], made[1]);
        }
    }
}
