using Decentral.Torch.Interop;

namespace Decentral.Torch;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => Made(NativeMethods.dt_abs(Handle));

        public Tensor bitwise_not() => Made(NativeMethods.dt_bitwise_not(Handle));

        public Tensor ceil() => Made(NativeMethods.dt_ceil(Handle));

        public Tensor cos() => Made(NativeMethods.dt_cos(Handle));

        public Tensor erf() => Made(NativeMethods.dt_erf(Handle));

        public Tensor exp() => Made(NativeMethods.dt_exp(Handle));

        public Tensor exp_() => Made(NativeMethods.dt_exp_(Handle));

        public Tensor expm1() => Made(NativeMethods.dt_expm1(Handle));

        public Tensor floor() => Made(NativeMethods.dt_floor(Handle));

        public Tensor isfinite() => Made(NativeMethods.dt_isfinite(Handle));

        public Tensor isinf() => Made(NativeMethods.dt_isinf(Handle));

        public Tensor isnan() => Made(NativeMethods.dt_isnan(Handle));

        public Tensor log() => Made(NativeMethods.dt_log(Handle));

        public Tensor log1p() => Made(NativeMethods.dt_log1p(Handle));

        public Tensor logical_not() => Made(NativeMethods.dt_logical_not(Handle));

        public Tensor neg() => Made(NativeMethods.dt_neg(Handle));

        public Tensor neg_() => Made(NativeMethods.dt_neg_(Handle));

        public Tensor reciprocal() => Made(NativeMethods.dt_reciprocal(Handle));

        public Tensor relu() => Made(NativeMethods.dt_relu(Handle));

        public Tensor round() => Made(NativeMethods.dt_round(Handle));

        public Tensor rsqrt() => Made(NativeMethods.dt_rsqrt(Handle));

        public Tensor rsqrt_() => Made(NativeMethods.dt_rsqrt_(Handle));

        public Tensor sigmoid() => Made(NativeMethods.dt_sigmoid(Handle));

        public Tensor sign() => Made(NativeMethods.dt_sign(Handle));

        public Tensor silu() => Made(NativeMethods.dt_silu(Handle));

        public Tensor sin() => Made(NativeMethods.dt_sin(Handle));

        public Tensor sqrt() => Made(NativeMethods.dt_sqrt(Handle));

        public Tensor sqrt_() => Made(NativeMethods.dt_sqrt_(Handle));

        public Tensor square() => pow(2);

        public Tensor tanh() => Made(NativeMethods.dt_tanh(Handle));

        public Tensor gelu() => Made(NativeMethods.dt_gelu(Handle, tanh: false));

        public Tensor gelu(Modules.GELU.Approximate approximate) =>
            Made(NativeMethods.dt_gelu(Handle, approximate == Modules.GELU.Approximate.tanh));

        public Tensor softmax(long dim, ScalarType? dtype = null) =>
            Made(NativeMethods.dt_softmax(Handle, dim, TypeOrAny(dtype)));

        public Tensor log_softmax(long dim, ScalarType? dtype = null) =>
            Made(NativeMethods.dt_log_softmax(Handle, dim, TypeOrAny(dtype)));

        public Tensor add(Tensor target) => add(target, 1);

        public Tensor add(Tensor target, Scalar alpha) =>
            Made(NativeMethods.dt_add(Handle, target.Handle, alpha.Native));

        public Tensor add(Scalar scalar) => add(scalar, 1);

        public Tensor add(Scalar scalar, Scalar alpha) =>
            Made(NativeMethods.dt_add_number(Handle, scalar.Native, alpha.Native));

        public Tensor add_(Tensor target) => add_(target, 1);

        public Tensor add_(Tensor target, Scalar alpha) =>
            Made(NativeMethods.dt_add_(Handle, target.Handle, alpha.Native));

        public Tensor add_(Scalar scalar) => add_(scalar, 1);

        public Tensor add_(Scalar scalar, Scalar alpha) =>
            Made(NativeMethods.dt_add__number(Handle, scalar.Native, alpha.Native));

        public Tensor sub(Tensor target) => Made(NativeMethods.dt_sub(Handle, target.Handle));

        public Tensor sub(Scalar target) => Made(NativeMethods.dt_sub_number(Handle, target.Native));

        public Tensor sub_(Tensor target) => Made(NativeMethods.dt_sub_(Handle, target.Handle));

        public Tensor sub_(Scalar target) => Made(NativeMethods.dt_sub__number(Handle, target.Native));

        public Tensor mul(Tensor target) => Made(NativeMethods.dt_mul(Handle, target.Handle));

        public Tensor mul(Scalar target) => Made(NativeMethods.dt_mul_number(Handle, target.Native));

        public Tensor mul_(Tensor target) => Made(NativeMethods.dt_mul_(Handle, target.Handle));

        public Tensor mul_(Scalar target) => Made(NativeMethods.dt_mul__number(Handle, target.Native));

        public Tensor div(Tensor target) => Made(NativeMethods.dt_div(Handle, target.Handle));

        public Tensor div(Scalar target) => Made(NativeMethods.dt_div_number(Handle, target.Native));

        public Tensor div_(Tensor target) => Made(NativeMethods.dt_div_(Handle, target.Handle));

        public Tensor div_(Scalar target) => Made(NativeMethods.dt_div__number(Handle, target.Native));

        public Tensor pow(Tensor exponent) => Made(NativeMethods.dt_pow(Handle, exponent.Handle));

        public Tensor pow(Scalar exponent) => Made(NativeMethods.dt_pow_number(Handle, exponent.Native));

        public Tensor pow_(Tensor exponent) => Made(NativeMethods.dt_pow_(Handle, exponent.Handle));

        public Tensor pow_(Scalar exponent) => Made(NativeMethods.dt_pow__number(Handle, exponent.Native));

        public Tensor remainder(Tensor target) => Made(NativeMethods.dt_remainder(Handle, target.Handle));

        public Tensor remainder(Scalar scalar) => Made(NativeMethods.dt_remainder_number(Handle, scalar.Native));

        public Tensor maximum(Tensor other) => Made(NativeMethods.dt_maximum(Handle, other.Handle));

        public Tensor minimum(Tensor other) => Made(NativeMethods.dt_minimum(Handle, other.Handle));

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Made(NativeMethods.dt_addcmul_(Handle, tensor1.Handle, tensor2.Handle, value.Native));

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Made(NativeMethods.dt_addcdiv_(Handle, tensor1.Handle, tensor2.Handle, value.Native));

        public Tensor lerp_(Tensor end, Tensor weight) =>
            Made(NativeMethods.dt_lerp_(Handle, end.Handle, weight.Handle));

        public unsafe Tensor clamp(Scalar? min = null, Scalar? max = null)
        {
            NativeNumber low = NumberOf(min), high = NumberOf(max);
            return Made(NativeMethods.dt_clamp(Handle, min is null ? null : &low, max is null ? null : &high));
        }

        public unsafe Tensor clamp_(Scalar? min = null, Scalar? max = null)
        {
            NativeNumber low = NumberOf(min), high = NumberOf(max);
            return Made(NativeMethods.dt_clamp_(Handle, min is null ? null : &low, max is null ? null : &high));
        }

        public Tensor matmul(Tensor target) => Made(NativeMethods.dt_matmul(Handle, target.Handle));

        public Tensor mm(Tensor target) => Made(NativeMethods.dt_mm(Handle, target.Handle));

        public Tensor mv(Tensor target) => Made(NativeMethods.dt_mv(Handle, target.Handle));

        public Tensor bmm(Tensor batch2) => Made(NativeMethods.dt_bmm(Handle, batch2.Handle));

        public Tensor dot(Tensor target) => Made(NativeMethods.dt_dot(Handle, target.Handle));

        public Tensor outer(Tensor vec2) => Made(NativeMethods.dt_outer(Handle, vec2.Handle));

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Made(NativeMethods.dt_addmm(Handle, mat1.Handle, mat2.Handle, beta, alpha));

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Made(NativeMethods.dt_baddbmm(Handle, batch1.Handle, batch2.Handle, beta, alpha));

        private static int TypeOrAny(ScalarType? dtype) => dtype is { } type ? (int)type : -1;

        private static NativeNumber NumberOf(Scalar? scalar) => scalar.GetValueOrDefault().Native;
    }
}
