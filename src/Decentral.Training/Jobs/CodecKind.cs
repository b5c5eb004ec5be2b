using System.Text.Json.Serialization;

namespace Decentral.Training.Jobs;

/// <summary>The form in which tensors travel.</summary>
public enum CodecKind
{
    /// <summary>IEEE single precision, little-endian: exact.</summary>
    [JsonStringEnumMemberName("fp32")]
    Fp32,

    /// <summary>The upper half of fp32: 16 bits.</summary>
    [JsonStringEnumMemberName("bf16")]
    Bf16,

    /// <summary>IEEE half precision: 16 bits.</summary>
    [JsonStringEnumMemberName("fp16")]
    Fp16,

    /// <summary>8 bits and a scale a block of 256.</summary>
    [JsonStringEnumMemberName("int8")]
    EightBit,

    /// <summary>Sign and a 3-bit exponent below a block's greatest (Streaming DiLoCo, arXiv:2501.18512): 4 bits.</summary>
    [JsonStringEnumMemberName("e3m0")]
    E3M0,

    /// <summary>Four levels a block, the rest kept back: 2 bits.</summary>
    [JsonStringEnumMemberName("two-bit")]
    TwoBit,

    /// <summary>Sign and a block's mean magnitude, the rest kept back: 1 bit.</summary>
    [JsonStringEnumMemberName("sign")]
    Sign,

    /// <summary>The greatest of every 4,096 values in fp32, the rest kept back.</summary>
    [JsonStringEnumMemberName("top-k")]
    TopK,

    /// <summary>The same in bf16.</summary>
    [JsonStringEnumMemberName("top-k-bf16")]
    TopKBf16,

    /// <summary>The same in two bits (SparseLoCo, arXiv:2508.15706).</summary>
    [JsonStringEnumMemberName("top-k-two-bit")]
    TopKTwoBit,
}
