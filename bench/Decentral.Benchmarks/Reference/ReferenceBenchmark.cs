using System.Globalization;
using Decentral.Benchmarks.Measuring;

namespace Decentral.Benchmarks.Reference;

/// <summary>
/// The same runs by Decentral and by plain PyTorch: held-out losses against tokens and bytes, and how many times fewer
/// bytes DiLoCo moves.
/// </summary>
internal static class ReferenceBenchmark
{
    /// <param name="dataPath">A text file, whose last tenth is held out.</param>
    /// <param name="scale">How long.</param>
    /// <param name="isRecorded">Whether PyTorch's side is read from the repository instead of run.</param>
    public static IEnumerable<string> Run(string dataPath, ReferenceScale scale, bool isRecorded)
    {
        var summary = new MarkdownTable(
            "method", "Decentral, nats/byte", "PyTorch, nats/byte", "difference", "bytes sent and received", "seconds");
        var runs = new Dictionary<ReferenceMethod, DecentralRun>();
        ReferenceMethod[] methods = [ReferenceMethod.DataParallel, ReferenceMethod.Diloco];
        foreach (var method in methods)
        {
            var torch = isRecorded
                ? PyTorchRun.Recorded(method, scale)
                : PyTorchRun.Train(dataPath, method, scale);
            var ours = DecentralRun.Train(dataPath, method, scale);
            runs.Add(method, ours);
            summary.Add(
                method.Name, Loss(ours.Curve.Last), Loss(torch.Curve.Last), Difference(ours.Curve.Last, torch.Curve.Last),
                $"{ours.BytesMoved:N0}", string.Create(CultureInfo.InvariantCulture, $"{ours.Seconds:0}"));
            yield return Compare(method, scale, ours.Curve, torch);
        }

        yield return summary.ToString();
        var (dataParallel, diloco) = (runs[ReferenceMethod.DataParallel], runs[ReferenceMethod.Diloco]);
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"DiLoCo moves {(double)dataParallel.BytesMoved / diloco.BytesMoved:0.0} times fewer bytes, at a held-out loss that " +
            $"is {diloco.Curve.Last.Loss / dataParallel.Curve.Last.Loss - 1:+0.0%;-0.0%} off.\n");
    }

    private static string Compare(ReferenceMethod method, ReferenceScale scale, LossCurve ours, PyTorchRun torch)
    {
        var table = new MarkdownTable(
            method.Name, "rounds", "bytes sent", "Decentral, nats/byte", "PyTorch, nats/byte", "difference");
        foreach (var expected in torch.Curve.Points)
        {
            var found = ours.At(expected.Tokens);
            var rounds = scale.Steps / method.StepsPerRound * found.Tokens / ours.Last.Tokens;
            table.Add(
                $"{found.Tokens:N0} tokens", $"{rounds:N0}", $"{found.Bytes:N0}", Loss(found), Loss(expected),
                Difference(found, expected));
        }

        return $"{table}\n{torch.Made}\n";
    }

    private static string Loss(CurvePoint point) => string.Create(CultureInfo.InvariantCulture, $"{point.Loss:0.0000}");

    private static string Difference(CurvePoint found, CurvePoint expected) =>
        string.Create(CultureInfo.InvariantCulture, $"{(found.Loss / expected.Loss) - 1:+0.00%;-0.00%}");
}
