using System.Runtime.InteropServices;
using Decentral.Torch.Interop;
using Decentral.Torch.Modules;

namespace Decentral.Torch;

/// <summary>
/// What the suppliers of tensors do not share: tensors over memory of one's own, the threads of a lane, the libraries
/// underneath. This is the one file that differs between building on the system's libtorch and on TorchSharp.
/// </summary>
public static class TorchSeam
{
    /// <summary>The version of libtorch, such as <c>1.13.0</c>.</summary>
    public static string LibtorchVersion => torch.__version__;

    /// <summary>The BLAS that libtorch was given by the dynamic linker.</summary>
    public static BlasLibrary Blas =>
        new(NativeText.Read(NativeMethods.dt_blas_name), NativeText.Read(NativeMethods.dt_blas_path));

    /// <summary>Handles to tensors that are alive, over all threads.</summary>
    public static long LiveTensors => NativeMethods.dt_live_tensors();

    /// <summary>The names of the CUDA devices that libtorch can use, by index; empty without any.</summary>
    public static IReadOnlyList<string> CudaDeviceNames =>
        [.. Enumerable.Range(0, torch.cuda.device_count()).Select(CudaDeviceName)];

    /// <summary>
    /// Sets how many threads one operation of the calling lane may use, in libtorch's loops and in OpenBLAS. libtorch
    /// keeps its number for each thread, OpenBLAS one for the process: lanes that run side by side must all use 1.
    /// </summary>
    public static void SetLaneThreads(int threads) => torch.set_num_threads(threads);

    /// <summary>A contiguous tensor over memory that is not copied, and that outlives the tensor.</summary>
    /// <param name="data">Address of the first element, on <paramref name="device"/>.</param>
    /// <param name="shape">Elements along each dimension.</param>
    /// <param name="dtype">What the memory holds.</param>
    /// <param name="device">Where the memory is; the host when left out.</param>
    public static torch.Tensor FromBlob(
        nint data, ReadOnlySpan<long> shape, torch.ScalarType dtype = torch.float32, torch.Device? device = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(data);
        return torch.Made(
            NativeMethods.dt_from_blob(data, shape, shape.Length, torch.OptionsOf(dtype, device)));
    }

    /// <summary>
    /// A trainable leaf over one piece of memory whose gradient is another: backward adds to that in place, and the
    /// owner of the memory clears it. Two such leaves over the same memory share values and gradients.
    /// </summary>
    public static Parameter ParameterOver(nint data, nint gradient, ReadOnlySpan<long> shape)
    {
        using var slot = FromBlob(gradient, shape);
        var parameter = new Parameter(FromBlob(data, shape));
        parameter.grad = slot;
        return parameter;
    }

    /// <summary>
    /// Puts a parameter's values and gradients on views of other tensors (of an arena), keeping the parameter itself and
    /// every module that holds it. The values it had are copied into the view.
    /// </summary>
    public static void Rebind(Parameter parameter, torch.Tensor data, torch.Tensor gradient)
    {
        using var unrecorded = torch.no_grad();
        data.copy_(parameter).Dispose();
        parameter.grad = null;
        torch.Require(NativeMethods.dt_set_data(parameter.Handle, data.Handle));
        parameter.grad = gradient;
    }

    /// <summary>The address of a tensor's first element.</summary>
    public static nint DataPointer(torch.Tensor tensor) => tensor.DataPointer;

    /// <summary>A tensor of the given shape with a copy of the elements.</summary>
    public static torch.Tensor FromSpan<T>(
        ReadOnlySpan<T> values, ReadOnlySpan<long> shape, torch.Device? device = null)
        where T : unmanaged => torch.FromSpan(values, shape, null, device, requires_grad: false);

    /// <summary>The elements of a contiguous tensor on the host, in place; valid while the tensor lives.</summary>
    /// <exception cref="InvalidOperationException">The tensor is on another device or has gaps.</exception>
    public static Span<T> AsSpan<T>(torch.Tensor tensor)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return MemoryMarshal.Cast<byte, T>(tensor.bytes);
    }

    /// <summary>
    /// Rows of <paramref name="weight"/> (V, D) selected by whole numbers of any shape: the shape and D.
    /// </summary>
    public static torch.Tensor Embedding(torch.Tensor weight, torch.Tensor indices)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(indices);
        return torch.Made(NativeMethods.dt_embedding(weight.Handle, indices.Handle));
    }

    private static string CudaDeviceName(int index) =>
        NativeText.Read((output, capacity) => NativeMethods.dt_cuda_device_name(index, output, capacity));
}
