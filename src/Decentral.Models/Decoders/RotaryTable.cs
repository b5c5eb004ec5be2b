namespace Decentral.Models.Decoders;

/// <summary>
/// Angles of rotary positions (Su et al., arXiv:2104.09864): at position t, columns i and i + D/2 of a head are turned
/// by t base^(-2i/D).
/// </summary>
internal sealed class RotaryTable : IDisposable
{
    /// <param name="context">Positions T.</param>
    /// <param name="headWidth">D, even.</param>
    /// <param name="ropeBase">Base of the frequencies.</param>
    /// <param name="device">Where the tables go.</param>
    internal RotaryTable(int context, int headWidth, double ropeBase, torch.Device device)
    {
        var pairs = headWidth / 2;
        var cosines = new float[context * pairs];
        var sines = new float[context * pairs];
        for (var index = 0; index < cosines.Length; index++)
        {
            var angle = index / pairs * Math.Pow(ropeBase, -2.0 * (index % pairs) / headWidth);
            (var sine, var cosine) = Math.SinCos(angle);
            cosines[index] = (float)cosine;
            sines[index] = (float)sine;
        }

        Cosines = TorchSeam.FromSpan<float>(cosines, [context, pairs], device).DetachFromDisposeScope();
        Sines = TorchSeam.FromSpan<float>(sines, [context, pairs], device).DetachFromDisposeScope();
    }

    /// <summary>(T, D/2).</summary>
    internal torch.Tensor Cosines { get; }

    /// <summary>(T, D/2).</summary>
    internal torch.Tensor Sines { get; }

    public void Dispose()
    {
        Cosines.Dispose();
        Sines.Dispose();
    }
}
