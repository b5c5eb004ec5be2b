namespace Decentral.Torch;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Fills parameters with their first values; none of it is recorded for gradients.</summary>
        public static class init
        {
            public static Tensor zeros_(Tensor tensor) => Unrecorded(() => tensor.zero_());

            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);

            public static Tensor constant_(Tensor tensor, Scalar val) => Unrecorded(() => tensor.fill_(val));

            public static Tensor normal_(Tensor tensor, double mean = 0.0, double std = 1.0) =>
                Unrecorded(() => tensor.normal_(mean, std));

            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1) =>
                Unrecorded(() => tensor.uniform_(low, high));

            private static Tensor Unrecorded(Func<Tensor> fill)
            {
                using var unrecorded = no_grad();
                return fill();
            }
        }
    }
}
