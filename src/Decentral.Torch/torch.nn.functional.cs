using Decentral.Torch.Interop;
using Decentral.Torch.Modules;

namespace Decentral.Torch;

public static partial class torch
{
    public static partial class nn
    {
        public static class functional
        {
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                Made(NativeMethods.dt_linear(input.Handle, weights.Handle, HandleOrNone(bias)));

            public static Tensor layer_norm(
                Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                Made(NativeMethods.dt_layer_norm(
                    input.Handle, normalized_shape, normalized_shape.Length,
                    HandleOrNone(weight), HandleOrNone(bias), eps));

            public static Tensor gelu(Tensor x) => x.gelu();

            public static Tensor gelu(Tensor x, GELU.Approximate approximate) => x.gelu(approximate);

            public static Tensor relu(Tensor x) => x.relu();

            public static Tensor silu(Tensor x) => x.silu();

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true) =>
                Made(NativeMethods.dt_dropout(input.Handle, p, training));

            /// <summary>
            /// The cross entropy of rows of logits (N x C) against classes (N, whole) or probabilities (N x C).
            /// </summary>
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100,
                Reduction reduction = Reduction.Mean, double label_smoothing = 0.0) =>
                Made(NativeMethods.dt_cross_entropy(
                    input.Handle, target.Handle, HandleOrNone(weight), ignore_index, (long)reduction, label_smoothing));

            /// <summary>
            /// softmax(QKᵀ/√d + mask)V. The parameter's name <c>is_casual</c> (sic) is TorchSharp's: callers that name
            /// it must compile against both.
            /// </summary>
            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value,
                Tensor? attn_mask = null, double p = 0.0, bool is_casual = false) =>
                Made(NativeMethods.dt_scaled_dot_product_attention(
                    query.Handle, key.Handle, value.Handle, HandleOrNone(attn_mask), p, is_casual));

            private static TensorHandle HandleOrNone(Tensor? tensor) => tensor?.Handle ?? TensorHandle.None;
        }
    }
}
