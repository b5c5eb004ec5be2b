using Decentral.Codecs.Blocks;
using Decentral.Codecs.Sparse;

namespace Decentral.Codecs.Tests.Sparse;

public sealed class TopKTwoBitCodecTests : ContractiveConformance
{
    private protected override ITensorFormat Format { get; } = new TopKCodec(64, new TwoBitCodec());
}
