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
    /// <summary>
    /// Whether fused operations may be used; on by default. Off, every one takes its composed form, to compare or to
    /// find a fault. Set it before models run: it holds for the whole process.
    /// </summary>
    public static bool UseFused { get; set; } = true;

    /// <summary>The version of libtorch, such as <c>1.13.0</c>.</summary>
    public static string LibtorchVersion => torch.__version__;

    /// <summary>The BLAS that libtorch was given by the dynamic linker.</summary>
    public static BlasLibrary Blas =>
        new(NativeText.Read(NativeMethods.dt_blas_name), NativeText.Read(NativeMethods.dt_blas_path));

    /// <summary>The processor level of the fused operations: level_v2, level_v3 or level_v4 on x86-64.</summary>
    public static string KernelLevel => NativeText.Read(NativeMethods.dt_kernel_level);

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
    /// Puts a parameter's values and gradients on views of other tensors (of an arena), keeping the parameter itself
    /// and every module that holds it. The values it had are copied into the view.
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

    /// <summary>
    /// Causal self-attention, softmax(QKᵀ/√D)V, over queries (H heads), keys and values (G heads each) that lie side by
    /// side in each row; query head h reads key and value head h / (H/G). The scores never exist all at once.
    /// </summary>
    /// <param name="qkv">(B, T, (H + 2G) D).</param>
    /// <param name="heads">H.</param>
    /// <param name="kvHeads">G, which divides H.</param>
    /// <param name="cos">
    /// (T, D/2), the cosines by which rotary positions turn element i of each query and key with element i + D/2; null
    /// for none.
    /// </param>
    /// <param name="sin">(T, D/2), the sines; null for none.</param>
    /// <returns>(B, T, H D).</returns>
    public static torch.Tensor CausalAttention(
        torch.Tensor qkv, long heads, long kvHeads, torch.Tensor? cos = null, torch.Tensor? sin = null) =>
        Fits(qkv)
            ? Fused.CausalAttention(qkv, heads, kvHeads, cos, sin)
            : Composed.CausalAttention(qkv, heads, kvHeads, cos, sin);

    /// <summary>
    /// The cross entropy of hidden·weightᵀ against classes. The logits exist one chunk of rows at a time, and their
    /// gradient is formed in the same pass.
    /// </summary>
    /// <param name="hidden">(..., C).</param>
    /// <param name="weight">(V, C), which may be a tied embedding.</param>
    /// <param name="targets">(...) of int64, below V or <paramref name="ignoreIndex"/>.</param>
    /// <param name="ignoreIndex">The target that marks a row as not counted.</param>
    /// <param name="reduction">The mean over counted rows, or their sum.</param>
    /// <returns>One number.</returns>
    public static torch.Tensor LinearCrossEntropy(
        torch.Tensor hidden, torch.Tensor weight, torch.Tensor targets,
        long ignoreIndex = -100, torch.nn.Reduction reduction = torch.nn.Reduction.Mean) =>
        Fits(hidden) && reduction != torch.nn.Reduction.None
            ? Fused.LinearCrossEntropy(hidden, weight, targets, ignoreIndex, reduction)
            : Composed.LinearCrossEntropy(hidden, weight, targets, ignoreIndex, reduction);

    /// <summary>gelu(x + bias), by tanh: x (..., C), bias (C) or null.</summary>
    public static torch.Tensor BiasGelu(torch.Tensor x, torch.Tensor? bias) =>
        Fits(x) ? Fused.BiasGelu(x, bias) : Composed.BiasGelu(x, bias);

    /// <summary>silu(gate)·up, where each row of x (..., 2F) holds gate and then up: (..., F).</summary>
    public static torch.Tensor SwiGlu(torch.Tensor x) => Fits(x) ? Fused.SwiGlu(x) : Composed.SwiGlu(x);

    /// <summary>
    /// (x - mean)/√(variance + eps)·weight + bias over the last dimension: x (..., C), the others (C).
    /// </summary>
    public static torch.Tensor LayerNorm(torch.Tensor x, torch.Tensor weight, torch.Tensor? bias, double eps) =>
        Fits(x)
            ? Fused.AddNorm(x, null, weight, bias, centred: true, eps)[0]
            : Composed.LayerNorm(x, weight, bias, eps);

    /// <summary>x/√(mean of squares + eps)·weight over the last dimension: x (..., C), weight (C).</summary>
    public static torch.Tensor RmsNorm(torch.Tensor x, torch.Tensor weight, double eps) =>
        Fits(x)
            ? Fused.AddNorm(x, null, weight, null, centred: false, eps)[0]
            : Composed.RmsNorm(x, weight, eps);

    /// <summary>x + residual, and the layer norm of that: the next residual, and what the next layer reads.</summary>
    public static (torch.Tensor Sum, torch.Tensor Normed) AddLayerNorm(
        torch.Tensor x, torch.Tensor residual, torch.Tensor weight, torch.Tensor? bias, double eps) =>
        Fits(x)
            ? Pair(Fused.AddNorm(x, residual, weight, bias, centred: true, eps))
            : Composed.AddLayerNorm(x, residual, weight, bias, eps);

    /// <summary>x + residual, and the RMS norm of that: the next residual, and what the next layer reads.</summary>
    public static (torch.Tensor Sum, torch.Tensor Normed) AddRmsNorm(
        torch.Tensor x, torch.Tensor residual, torch.Tensor weight, double eps) =>
        Fits(x)
            ? Pair(Fused.AddNorm(x, residual, weight, null, centred: false, eps))
            : Composed.AddRmsNorm(x, residual, weight, eps);

    private static bool Fits(torch.Tensor tensor) =>
        UseFused && tensor.dtype == torch.float32 && tensor.device_type == DeviceType.CPU;

    private static (torch.Tensor Sum, torch.Tensor Normed) Pair(torch.Tensor[] made) => (made[0], made[1]);

    private static string CudaDeviceName(int index) =>
        NativeText.Read((output, capacity) => NativeMethods.dt_cuda_device_name(index, output, capacity));
}
