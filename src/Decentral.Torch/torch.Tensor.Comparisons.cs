using Decentral.Torch.Interop;

namespace Decentral.Torch;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => Made(NativeMethods.dt_eq(Handle, target.Handle));

        public Tensor eq(Scalar target) => Made(NativeMethods.dt_eq_number(Handle, target.Native));

        public Tensor ne(Tensor target) => Made(NativeMethods.dt_ne(Handle, target.Handle));

        public Tensor ne(Scalar target) => Made(NativeMethods.dt_ne_number(Handle, target.Native));

        public Tensor lt(Tensor target) => Made(NativeMethods.dt_lt(Handle, target.Handle));

        public Tensor lt(Scalar target) => Made(NativeMethods.dt_lt_number(Handle, target.Native));

        public Tensor le(Tensor target) => Made(NativeMethods.dt_le(Handle, target.Handle));

        public Tensor le(Scalar target) => Made(NativeMethods.dt_le_number(Handle, target.Native));

        public Tensor gt(Tensor target) => Made(NativeMethods.dt_gt(Handle, target.Handle));

        public Tensor gt(Scalar target) => Made(NativeMethods.dt_gt_number(Handle, target.Native));

        public Tensor ge(Tensor target) => Made(NativeMethods.dt_ge(Handle, target.Handle));

        public Tensor ge(Scalar target) => Made(NativeMethods.dt_ge_number(Handle, target.Native));

        public Tensor logical_and(Tensor other) => Made(NativeMethods.dt_logical_and(Handle, other.Handle));

        public Tensor logical_or(Tensor other) => Made(NativeMethods.dt_logical_or(Handle, other.Handle));

        public Tensor bitwise_and(Tensor other) => Made(NativeMethods.dt_bitwise_and(Handle, other.Handle));

        public Tensor bitwise_or(Tensor other) => Made(NativeMethods.dt_bitwise_or(Handle, other.Handle));

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            Require(NativeMethods.dt_allclose(Handle, target.Handle, rtol, atol, equal_nan)) == 1;

        /// <summary>Whether shape and every element are equal; <c>equal</c> compares element by element.</summary>
        public bool Equals(Tensor target) => Require(NativeMethods.dt_equal(Handle, target.Handle)) == 1;
    }
}
