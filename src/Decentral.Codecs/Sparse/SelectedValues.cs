using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Decentral.Codecs.Sparse;

/// <summary>
/// How the selected values of a chunk travel: either kind of codec, encoding so that the rest is left.
/// </summary>
internal readonly struct SelectedValues
{
    private readonly ITensorCodec? _rounding;
    private readonly IContractiveCodec? _contractive;

    internal SelectedValues(ITensorCodec codec) => Format = _rounding = codec;

    internal SelectedValues(IContractiveCodec codec) => Format = _contractive = codec;

    internal ITensorFormat Format { get; }

    /// <summary>Encodes values and leaves what the bytes do not say of them.</summary>
    /// <param name="values">Finite, before and after.</param>
    /// <param name="destination">As long as the format says.</param>
    internal void EncodeAndSubtract(Span<float> values, Span<byte> destination)
    {
        if (_contractive is { } contractive)
        {
            contractive.EncodeAndSubtract(values, destination);
        }
        else
        {
            _rounding!.Encode(values, destination);
            SubtractDecoded(destination, values);
        }
    }

    [SkipLocalsInit]
    private void SubtractDecoded(ReadOnlySpan<byte> encoded, Span<float> values)
    {
        Span<float> decoded = stackalloc float[values.Length];
        if (!Format.TryDecode(encoded, decoded))
        {
            throw new UnreachableException($"{Format.Name} does not decode what it has encoded itself.");
        }

        for (var index = 0; index < values.Length; index++)
        {
            // A half may round the greatest values to an infinity, which no residual must keep.
            values[index] = FiniteValue.Of(values[index] - decoded[index]);
        }
    }
}
