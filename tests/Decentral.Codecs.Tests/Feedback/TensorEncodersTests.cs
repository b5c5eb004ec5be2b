using Decentral.Codecs.Feedback;

namespace Decentral.Codecs.Tests.Feedback;

public sealed class TensorEncodersTests
{
    [Fact]
    public void For_EveryCodec_RemembersExactlyWhenItIsContractive()
    {
        foreach (var format in TensorCodecs.Names.Select(TensorCodecs.Find))
        {
            var encoder = TensorEncoders.For(format!, 100);

            Assert.Same(format, encoder.Format);
            Assert.Equal(format is IContractiveCodec ? 100 : 0, encoder.Residual.Length);
        }
    }

    [Fact]
    public void Encode_WithoutMemory_IsTheCodecItself()
    {
        var values = Values.Normal(1000);
        foreach (var codec in TensorCodecs.Names.Select(TensorCodecs.Find).OfType<ITensorCodec>())
        {
            var encoded = new byte[codec.EncodedLength(values.Length)];

            TensorEncoders.For(codec, values.Length).Encode(values, encoded);

            Assert.Equal(Coding.Encode(codec, values), encoded);
        }
    }

    [Fact]
    public void For_FormatThatCannotEncode_Throws() =>
        Assert.Throws<ArgumentException>(() => TensorEncoders.For(new ReadOnlyFormat(), 1));
}
