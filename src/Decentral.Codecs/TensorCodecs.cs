using Decentral.Codecs.Blocks;
using Decentral.Codecs.HalfPrecision;
using Decentral.Codecs.Sparse;

namespace Decentral.Codecs;

/// <summary>
/// The codecs by the names that jobs use, each with its defaults; what has parameters is constructed with them.
/// </summary>
public static class TensorCodecs
{
    private static readonly ITensorFormat[] All =
    [
        new Fp32Codec(),
        new Bf16Codec(),
        new Fp16Codec(),
        new Int8BlockCodec(),
        new E3M0Codec(),
        new TwoBitCodec(),
        new SignCodec(),
        new TopKCodec(TopKCodec.DefaultKept, new Fp32Codec()),
        new TopKCodec(TopKCodec.DefaultKept, new Bf16Codec()),
        new TopKCodec(TopKCodec.DefaultKept, new TwoBitCodec()),
    ];

    /// <summary>All names, from the most to the fewest bits a value.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(format => format.Name)];

    /// <summary>Finds a codec.</summary>
    /// <param name="name">One of <see cref="Names"/>, in their case.</param>
    /// <returns>
    /// An <see cref="ITensorCodec"/> or an <see cref="IContractiveCodec"/>, without state and so for all to share; null
    /// when none has this name.
    /// </returns>
    public static ITensorFormat? Find(string name) => Array.Find(All, format => format.Name == name);
}
