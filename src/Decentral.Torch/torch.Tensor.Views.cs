using Decentral.Torch.Interop;

namespace Decentral.Torch;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor view(params long[] shape) => Made(NativeMethods.dt_view(Handle, shape, shape.Length));

        public Tensor view_as(Tensor other) => view(other.shape);

        public Tensor reshape(params long[] shape) => Made(NativeMethods.dt_reshape(Handle, shape, shape.Length));

        public Tensor flatten(long start_dim = 0, long end_dim = -1) =>
            Made(NativeMethods.dt_flatten(Handle, start_dim, end_dim));

        public Tensor t() => Dimensions < 2 ? alias() : transpose(0, 1);

        public Tensor transpose(long dim0, long dim1) => Made(NativeMethods.dt_transpose(Handle, dim0, dim1));

        public Tensor permute(params long[] permutation) =>
            Made(NativeMethods.dt_permute(Handle, permutation, permutation.Length));

        public Tensor contiguous() => Made(NativeMethods.dt_contiguous(Handle));

        public Tensor narrow(long dim, long start, long length) =>
            Made(NativeMethods.dt_narrow(Handle, dim, start, length));

        public Tensor slice(long dim, long start, long finish, long step) =>
            Made(NativeMethods.dt_slice(Handle, dim, start, finish, step));

        public Tensor select(long dim, long index) => Made(NativeMethods.dt_select(Handle, dim, index));

        public Tensor unsqueeze(long dim) => Made(NativeMethods.dt_unsqueeze(Handle, dim));

        public Tensor squeeze(long? dim = null) => Made(
            dim is { } one ? NativeMethods.dt_squeeze_dim(Handle, one) : NativeMethods.dt_squeeze(Handle));

        public Tensor expand(params long[] sizes) => Made(NativeMethods.dt_expand(Handle, sizes, sizes.Length));

        public Tensor expand_as(Tensor other) => expand(other.shape);

        public Tensor broadcast_to(params long[] shape) => expand(shape);

        public Tensor repeat(params long[] sizes) => Made(NativeMethods.dt_repeat(Handle, sizes, sizes.Length));

        public Tensor repeat_interleave(long repeats, long? dim = null) => dim is { } one
            ? Made(NativeMethods.dt_repeat_interleave(Handle, repeats, one))
            : throw new ArgumentNullException(nameof(dim), "Name the dimension whose elements are to be repeated.");

        public Tensor roll(long shifts, long dims) => Made(NativeMethods.dt_roll(Handle, shifts, dims));

        public Tensor triu(long diagonal = 0) => Made(NativeMethods.dt_triu(Handle, diagonal));

        public Tensor tril(long diagonal = 0) => Made(NativeMethods.dt_tril(Handle, diagonal));

        /// <summary>Pieces of <paramref name="size"/> along a dimension; the last may be shorter.</summary>
        public Tensor[] split(long size, int dim = 0)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
            var pieces = new nint[PieceCount(this.size(dim), size)];
            return MadeMany(pieces, NativeMethods.dt_split(Handle, size, dim, pieces, pieces.Length));
        }

        public Tensor[] split(long[] sizes, long dim = 0)
        {
            var pieces = new nint[sizes.Length];
            return MadeMany(
                pieces, NativeMethods.dt_split_with_sizes(Handle, sizes, sizes.Length, dim, pieces, pieces.Length));
        }

        public Tensor[] chunk(long chunks, long dim = 0)
        {
            var pieces = new nint[Math.Max(0, chunks)];
            return MadeMany(pieces, NativeMethods.dt_chunk(Handle, chunks, dim, pieces, pieces.Length));
        }

        public Tensor[] unbind(long dimension = 0)
        {
            var pieces = new nint[size((int)dimension)];
            return MadeMany(pieces, NativeMethods.dt_unbind(Handle, dimension, pieces, pieces.Length));
        }

        private static long PieceCount(long length, long size) => Math.Max(1, (length + size - 1) / size);
    }
}
