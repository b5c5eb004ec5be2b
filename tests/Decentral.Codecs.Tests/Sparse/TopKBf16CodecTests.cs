using Decentral.Codecs.HalfPrecision;
using Decentral.Codecs.Sparse;

namespace Decentral.Codecs.Tests.Sparse;

public sealed class TopKBf16CodecTests : ContractiveConformance
{
    private protected override ITensorFormat Format { get; } = new TopKCodec(64, new Bf16Codec());
}
