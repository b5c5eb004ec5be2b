using System.Runtime.InteropServices;

namespace Decentral.Torch.Interop;

/// <summary>Imports of native/pointwise.cpp.</summary>
internal static partial class NativeMethods
{
    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_abs(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_bitwise_not(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_ceil(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_cos(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_erf(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_exp(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_exp_(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_expm1(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_floor(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_isfinite(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_isinf(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_isnan(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_log(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_log1p(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_logical_not(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_neg(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_neg_(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_reciprocal(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_relu(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_round(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_rsqrt(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_rsqrt_(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_sigmoid(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_sign(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_sin(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_sqrt(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_sqrt_(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_tanh(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_div(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_div_number(TensorHandle self, NativeNumber other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_div_(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_div__number(TensorHandle self, NativeNumber other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_eq(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_eq_number(TensorHandle self, NativeNumber other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_ge(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_ge_number(TensorHandle self, NativeNumber other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_gt(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_gt_number(TensorHandle self, NativeNumber other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_le(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_le_number(TensorHandle self, NativeNumber other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_lt(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_lt_number(TensorHandle self, NativeNumber other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_mul(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_mul_number(TensorHandle self, NativeNumber other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_mul_(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_mul__number(TensorHandle self, NativeNumber other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_ne(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_ne_number(TensorHandle self, NativeNumber other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_pow(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_pow_number(TensorHandle self, NativeNumber other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_pow_(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_pow__number(TensorHandle self, NativeNumber other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_remainder(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_remainder_number(TensorHandle self, NativeNumber other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_sub(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_sub_number(TensorHandle self, NativeNumber other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_sub_(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_sub__number(TensorHandle self, NativeNumber other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_bitwise_and(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_bitwise_or(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_logical_and(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_logical_or(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_maximum(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_minimum(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_bmm(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_dot(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_matmul(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_mm(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_mv(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_outer(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_add(TensorHandle self, TensorHandle other, NativeNumber alpha);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_add_(TensorHandle self, TensorHandle other, NativeNumber alpha);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_add_number(TensorHandle self, NativeNumber other, NativeNumber alpha);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_add__number(TensorHandle self, NativeNumber other, NativeNumber alpha);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_addcmul_(
        TensorHandle self, TensorHandle first, TensorHandle second, NativeNumber value);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_addcdiv_(
        TensorHandle self, TensorHandle first, TensorHandle second, NativeNumber value);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_lerp_(TensorHandle self, TensorHandle end, TensorHandle weight);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_addmm(
        TensorHandle self, TensorHandle first, TensorHandle second, float beta, float alpha);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_baddbmm(
        TensorHandle self, TensorHandle first, TensorHandle second, float beta, float alpha);

    [LibraryImport(TorchLibrary.Name)]
    internal static unsafe partial TensorHandle dt_clamp(TensorHandle self, NativeNumber* min, NativeNumber* max);

    [LibraryImport(TorchLibrary.Name)]
    internal static unsafe partial TensorHandle dt_clamp_(TensorHandle self, NativeNumber* min, NativeNumber* max);
}
