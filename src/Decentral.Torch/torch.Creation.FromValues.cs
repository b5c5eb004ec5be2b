namespace Decentral.Torch;

// TorchSharp has one overload for each element type; one generic method takes the same calls.
public static partial class torch
{
    public static Tensor tensor<T>(
        T scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        where T : unmanaged => FromSpan(new ReadOnlySpan<T>(in scalar), [], dtype, device, requires_grad);

    public static Tensor tensor<T>(
        T[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        where T : unmanaged => FromSpan<T>(rawArray, [rawArray.LongLength], dtype, device, requires_grad);

    public static Tensor tensor<T>(
        T[] rawArray, ReadOnlySpan<long> dimensions,
        ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        where T : unmanaged => FromSpan<T>(rawArray, dimensions, dtype, device, requires_grad);

    public static Tensor tensor<T>(
        T[] rawArray, long rows, long columns,
        ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        where T : unmanaged => FromSpan<T>(rawArray, [rows, columns], dtype, device, requires_grad);

    public static Tensor tensor<T>(
        Memory<T> rawArray, ReadOnlySpan<long> dimensions,
        ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        where T : unmanaged => FromSpan<T>(rawArray.Span, dimensions, dtype, device, requires_grad);

    public static Tensor tensor<T>(
        T[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        where T : unmanaged => from_array(rawArray, dtype, device, requires_grad);

    public static Tensor tensor<T>(
        T[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        where T : unmanaged => from_array(rawArray, dtype, device, requires_grad);
}
