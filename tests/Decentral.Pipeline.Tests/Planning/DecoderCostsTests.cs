using Decentral.Models.Decoders;
using Decentral.Pipeline.Planning;

namespace Decentral.Pipeline.Tests.Planning;

public sealed class DecoderCostsTests
{
    private static readonly DecoderOptions Gpt = new()
    {
        Family = DecoderFamily.Gpt,
        Layers = 3,
        Width = 64,
        Heads = 4,
        Context = 32,
        Vocabulary = 100,
    };

    /// <summary>Forward s b h (24 h + 4 s), backward and weights s b h (48 h + 8 s) (arXiv:2401.10241, table 7).</summary>
    [Fact]
    public void Of_Layer_TakesThePapersOperations()
    {
        var layer = DecoderCosts.Of(Gpt, sequences: 2, operationsPerSecond: 1e6, _ => 0).Layers[1];

        const double Expected = 32 * 2 * 64 * ((24 * 64) + (4 * 32));
        Assert.Equal(Expected / 1e6, layer.ForwardSeconds, 1e-12);
        Assert.Equal(2 * Expected / 1e6, layer.BackwardSeconds, 1e-12);
        Assert.Equal(2L * 32 * 2 * ((34 * 64) + (5 * 4 * 32)), layer.ActivationBytes);
    }

    [Theory]
    [InlineData(DecoderFamily.Gpt, false)]
    [InlineData(DecoderFamily.Llama, false)]
    [InlineData(DecoderFamily.Gpt, true)]
    public void Of_AllParts_HaveEachParameterOnceAndATiedHeadTwice(DecoderFamily family, bool isTied)
    {
        var decoder = Gpt with { Family = family, TiedHead = isTied };

        var costs = DecoderCosts.Of(decoder, 1, 1, entry => entry.Range.Length);

        var copied = isTied ? 100 * 64 : 0;
        Assert.Equal(DecoderParameters.LayOut(decoder).ElementCount + copied, costs.All.StateBytes);
    }

    [Fact]
    public void Of_Head_TakesWhatItsMatrixDoes()
    {
        var costs = DecoderCosts.Of(Gpt, sequences: 1, operationsPerSecond: 1, _ => 0);

        var head = costs.Of(new LayerRange(2, 3)) - costs.Layers[2];
        Assert.Equal(2.0 * 32 * 64 * 100, head.ForwardSeconds);
        Assert.Equal(32 * 64 * 4, costs.BoundaryBytes);
    }
}
