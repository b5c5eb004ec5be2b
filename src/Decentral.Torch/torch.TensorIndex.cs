using Decentral.Torch.Interop;

namespace Decentral.Torch;

public static partial class torch
{
    /// <summary>One place between the brackets of <c>tensor[...]</c>.</summary>
    public readonly struct TensorIndex
    {
        private readonly Kind _kind;
        private readonly long _start;
        private readonly long _stop;
        private readonly long _step;

        private TensorIndex(Kind kind, long start = 0, long stop = 0, long step = 0, Tensor? indices = null)
        {
            _kind = kind;
            _start = start;
            _stop = stop;
            _step = step;
            Indices = indices;
        }

        // The numbers are those of place() in shape.cpp.
        private enum Kind
        {
            None = 0,
            Bool = 1,
            Single = 2,
            Slice = 3,
            Tensor = 4,
            Ellipsis = 5,
        }

        /// <summary>As many whole dimensions as the other places leave over.</summary>
        public static TensorIndex Ellipsis => new(Kind.Ellipsis);

        /// <summary>A new dimension of length 1.</summary>
        public static TensorIndex None => new(Kind.None);

        /// <summary>One whole dimension.</summary>
        public static TensorIndex Colon => Slice();

        internal Tensor? Indices { get; }

        public static implicit operator TensorIndex(long value) => new(Kind.Single, value);

        public static implicit operator TensorIndex(Tensor value) => Tensor(value);

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range.start, range.end);

        public static implicit operator TensorIndex(Range range) => Slice(Bound(range.Start), End(range.End));

        public static implicit operator TensorIndex(Index index) => new(Kind.Single, Bound(index));

        /// <summary>
        /// A stretch of a dimension; a bound that is left out means its end, a negative one counts from there.
        /// </summary>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(
            Kind.Slice, start ?? NativeIndex.Absent, stop ?? NativeIndex.Absent, step ?? NativeIndex.Absent);

        public static TensorIndex Single(long index) => new(Kind.Single, index);

        public static TensorIndex Bool(bool value) => new(Kind.Bool, value ? 1 : 0);

        public static TensorIndex Tensor(Tensor tensor) => new(Kind.Tensor, indices: tensor);

        internal NativeIndex ToNative(nint indices) => new((long)_kind, _start, _stop, _step, indices);

        private static long Bound(Index index) => index.IsFromEnd ? -index.Value : index.Value;

        private static long? End(Index index) => index is { IsFromEnd: true, Value: 0 } ? null : Bound(index);
    }
}
