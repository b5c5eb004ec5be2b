using System.Runtime.InteropServices;
using Decentral.Torch.Interop;
using Decentral.Torch.Utils;

namespace Decentral.Torch;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The memory itself, for a tensor on the host without gaps; valid while the tensor lives.</summary>
        /// <exception cref="InvalidOperationException">The tensor is on another device or has gaps.</exception>
        public unsafe Span<byte> bytes
        {
            get
            {
                RequireHostMemory();
                return new Span<byte>((void*)DataPointer, checked((int)(numel() * ElementSize)));
            }
        }

        internal nint DataPointer
        {
            get
            {
                var pointer = NativeMethods.dt_data_ptr(Handle);
                return pointer == 0 && numel() > 0 ? throw Failure() : pointer;
            }
        }

        /// <summary>Reads and writes elements by their index; the tensor must be on the host.</summary>
        /// <exception cref="ArgumentException">The elements are of another type.</exception>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            RequireElementType<T>();
            return new TensorAccessor<T>(this);
        }

        /// <summary>The only element, brought to the host when it must be.</summary>
        /// <exception cref="ArgumentException">The element is of another type, or is not the only one.</exception>
        public T item<T>()
            where T : unmanaged
        {
            RequireElementType<T>();
            if (numel() != 1)
            {
                throw new ArgumentException($"item() needs a tensor with one element, but this one is {this}.");
            }

            using var host = to(DeviceType.CPU);
            return MemoryMarshal.Read<T>(host.bytes);
        }

        public Scalar ToScalar()
        {
            Require(NativeMethods.dt_item(Handle, out var value));
            return new Scalar(value);
        }

        public Tensor clone() => Made(NativeMethods.dt_clone(Handle));

        public Tensor copy_(Tensor source, bool nonBlocking = false) =>
            Made(NativeMethods.dt_copy_(Handle, source.Handle, nonBlocking));

        /// <summary>Makes this tensor share the storage and the shape of <paramref name="source"/>.</summary>
        public Tensor set_(Tensor source) => Made(NativeMethods.dt_set_(Handle, source.Handle));

        public Tensor fill_(Scalar value) => Made(NativeMethods.dt_fill_(Handle, value.Native));

        public Tensor zero_() => Made(NativeMethods.dt_zero_(Handle));

        public Tensor normal_(double mean = 0.0, double std = 1.0) =>
            Made(NativeMethods.dt_normal_(Handle, mean, std));

        public Tensor uniform_(double from, double to) => Made(NativeMethods.dt_uniform_(Handle, from, to));

        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Leaf(NativeMethods.dt_empty_like(Handle, OptionsLike(dtype, device)), requires_grad);

        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            full_like(0, dtype, device, requires_grad);

        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            full_like(1, dtype, device, requires_grad);

        public Tensor full_like(
            Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Leaf(NativeMethods.dt_full_like(Handle, value.Native, OptionsLike(dtype, device)), requires_grad);

        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Leaf(NativeMethods.dt_rand_like(Handle, OptionsLike(dtype, device)), requires_grad);

        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Leaf(NativeMethods.dt_randn_like(Handle, OptionsLike(dtype, device)), requires_grad);

        internal void RequireHostMemory()
        {
            if (!is_cpu() || !is_contiguous())
            {
                throw new InvalidOperationException(
                    $"Memory can be read in place only of a contiguous tensor on the host, but this one is {this}" +
                    $"{(is_contiguous() ? "" : " with gaps")}: take cpu() or contiguous() first.");
            }
        }

        private NativeOptions OptionsLike(ScalarType? dtype, Device? device) =>
            OptionsOf(dtype ?? this.dtype, device ?? this.device);

        private void RequireElementType<T>()
            where T : unmanaged
        {
            if (dtype != ScalarTypeOf<T>())
            {
                throw new ArgumentException($"The tensor holds {dtype}, not {ScalarTypeOf<T>()}.");
            }
        }
    }
}
