using Decentral.Benchmarks.Reference;

namespace Decentral.EndToEnd.Reference;

/// <summary>
/// Decentral's command line against the recorded losses of a PyTorch script of the same methods, which shares neither code
/// nor random numbers with it: first parameters and samples differ, so losses agree within what a seed changes.
/// </summary>
/// <param name="runs">Decentral's runs.</param>
/// <param name="bound">Largest relative difference of the last held-out losses.</param>
public abstract class ReferenceTests(ReferenceRuns runs, double bound)
{
    private const double FewestTimesFewerBytes = 45;

    [Fact]
    public void Train_DataParallel_AgreesWithPyTorch()
    {
        ReferenceText.Require();

        AssertAgrees(runs.DataParallel.Curve, ReferenceMethod.DataParallel);
    }

    [Fact]
    public void Train_Diloco_AgreesWithPyTorch()
    {
        ReferenceText.Require();

        AssertAgrees(runs.Diloco.Curve, ReferenceMethod.Diloco);
    }

    [Fact]
    public void Train_Diloco_MovesFarFewerBytesThanDataParallel()
    {
        ReferenceText.Require();

        var ratio = (double)runs.DataParallel.BytesMoved / runs.Diloco.BytesMoved;

        // As many times fewer as there are steps in a round, and a trace more: the headers of later rounds have longer numbers.
        Assert.InRange(ratio, FewestTimesFewerBytes, ReferenceScale.StepsPerRound * 1.0001);
    }

    private void AssertAgrees(LossCurve found, ReferenceMethod method)
    {
        var expected = PyTorchRun.Recorded(method, runs.Scale).Curve;

        Assert.Equal(expected.Last.Tokens, found.Last.Tokens);
        var difference = (found.Last.Loss / expected.Last.Loss) - 1;
        Assert.True(
            Math.Abs(difference) <= bound,
            $"{method.Name} ends at {found.Last.Loss:0.0000} nats a byte, PyTorch at {expected.Last.Loss:0.0000}: " +
            $"{difference:+0.00%;-0.00%}, expected at most {bound:0.0%} either way.");
    }
}
