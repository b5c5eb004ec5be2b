using System.Diagnostics.CodeAnalysis;
using Decentral.Torch.Interop;

namespace Decentral.Torch;

public static partial class torch
{
    /// <summary>
    /// A handle to a libtorch tensor. It belongs to the innermost <see cref="DisposeScope"/> of the thread that made
    /// it; without one, to the caller, or at last to the garbage collector.
    /// </summary>
    public partial class Tensor : IDisposable
    {
        private TensorHandle? _handle;

        internal Tensor(TensorHandle handle)
        {
            _handle = handle;
            DisposeScope.Current?.Add(this);
        }

        /// <summary>Takes over the handle of <paramref name="moved"/>, and its place in its scope.</summary>
        private protected Tensor(Tensor moved)
        {
            _handle = moved.Handle;
            var scope = moved.OwningDisposeScope;
            scope?.Remove(moved);
            moved._handle = null;
            scope?.Add(this);
        }

        /// <summary>
        /// Tensors that are held from C# at this moment, over all threads; counted in the native library.
        /// </summary>
        public static long TotalCount => NativeMethods.dt_live_tensors();

        public bool IsInvalid => _handle is null;

        public ScalarType dtype => (ScalarType)NativeMethods.dt_dtype(Handle);

        public Device device => new(device_type, NativeMethods.dt_device_index(Handle));

        public DeviceType device_type => (DeviceType)NativeMethods.dt_device_type(Handle);

        public bool is_cuda => device_type == DeviceType.CUDA;

        public long Dimensions => NativeMethods.dt_dim(Handle);

        public long ndim => Dimensions;

        public long NumberOfElements => NativeMethods.dt_numel(Handle);

        public long ElementSize => NativeMethods.dt_element_size(Handle);

        public long[] shape => size();

        /// <exception cref="ObjectDisposedException">The tensor was disposed, or became a parameter.</exception>
        internal TensorHandle Handle => _handle ?? throw new ObjectDisposedException(
            nameof(Tensor), "The tensor was disposed, by a scope or by hand, or its handle was moved to a parameter.");

        internal DisposeScope? OwningDisposeScope { get; set; }

        internal int PlaceInScope { get; set; }

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_contiguous() => NativeMethods.dt_is_contiguous(Handle);

        public long storage_offset() => NativeMethods.dt_storage_offset(Handle);

        public long[] size()
        {
            var sizes = new long[Dimensions];
            NativeMethods.dt_sizes(Handle, sizes);
            return sizes;
        }

        /// <summary>The length of one dimension; a negative one counts from the last.</summary>
        public long size(int dim) => At(size(), dim);

        public long[] stride()
        {
            var strides = new long[Dimensions];
            NativeMethods.dt_strides(Handle, strides);
            return strides;
        }

        public long stride(int dim) => At(stride(), dim);

        /// <summary>Another handle to the same tensor, disposed on its own.</summary>
        public Tensor alias() => Made(NativeMethods.dt_alias(Handle));

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public void Dispose()
        {
            Dispose(disposing: true);
            GC.SuppressFinalize(this);
        }

        public override bool Equals(object? obj) => ReferenceEquals(this, obj);

        [SuppressMessage("Design", "RS0030", Justification = "Identity, never an order that anything depends on.")]
        public override int GetHashCode() => base.GetHashCode();

        public override string ToString() => _handle is null
            ? "a disposed tensor"
            : $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        internal bool SharesNativeTensorWith(Tensor other) => NativeMethods.dt_same(Handle, other.Handle);

        protected virtual void Dispose(bool disposing)
        {
            if (disposing && _handle is { } handle)
            {
                OwningDisposeScope?.Remove(this);
                handle.Dispose();
                _handle = null;
            }
        }

        private static long At(long[] values, int dim)
        {
            var place = dim < 0 ? dim + values.Length : dim;
            return place >= 0 && place < values.Length
                ? values[place]
                : throw new ArgumentOutOfRangeException(
                    nameof(dim), dim, $"The tensor has {values.Length} dimensions, [{string.Join(", ", values)}].");
        }
    }
}
