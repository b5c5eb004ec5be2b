namespace Decentral.Models.Randomness;

/// <summary>
/// Elementary functions that give the same bits on every machine. They use only the operations that IEEE 754 rounds
/// correctly (+, -, *, /), in a fixed order and never fused; <see cref="Math.Log(double)"/> and its like call the C
/// library of the platform, whose last bit differs from one to another. Accuracy: 2 ulp.
/// </summary>
internal static class PortableMath
{
    private const double Ln2 = 0.693147180559945309417232121458;
    private const double Sqrt2 = 1.41421356237309504880168872421;
    private const double HalfPi = 1.57079632679489661923132169164;
    private const int MantissaBits = 52;
    private const int ExponentBias = 1023;
    private const int AtanhTerms = 12;

    /// <summary>Natural logarithm.</summary>
    /// <param name="value">A positive normal number.</param>
    internal static double Log(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> MantissaBits) - ExponentBias;
        var mantissaMask = (1L << MantissaBits) - 1;
        var mantissa = BitConverter.Int64BitsToDouble((bits & mantissaMask) | ((long)ExponentBias << MantissaBits));
        if (mantissa > Sqrt2)
        {
            mantissa *= 0.5;
            exponent++;
        }

        return (exponent * Ln2) + LogNearOne(mantissa);
    }

    /// <summary>Sine and cosine of a full-circle fraction: (sin 2πt, cos 2πt).</summary>
    /// <param name="turns">t, of magnitude below 2^30.</param>
    internal static (double Sine, double Cosine) SinCosTurns(double turns)
    {
        // Scaling by 4 and subtracting the nearest integer are exact: the argument loses no bit, as x - 2πk would.
        var quarters = turns * 4;
        var quadrant = Math.Round(quarters, MidpointRounding.ToEven);
        var angle = (quarters - quadrant) * HalfPi;
        var sine = SineSeries(angle);
        var cosine = CosineSeries(angle);
        return ((long)quadrant & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }

    /// <summary><paramref name="value"/> to a whole power, by repeated squaring.</summary>
    internal static double Power(double value, long exponent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        var result = 1.0;
        for (var square = value; exponent > 0; exponent >>= 1, square *= square)
        {
            if ((exponent & 1) == 1)
            {
                result *= square;
            }
        }

        return result;
    }

    // ln m = 2 atanh((m - 1) / (m + 1)); |argument| <= 0.1716, so the first term left out is below 2^-58 of the sum.
    private static double LogNearOne(double mantissa)
    {
        var ratio = (mantissa - 1) / (mantissa + 1);
        var square = ratio * ratio;
        var sum = 0.0;
        for (var term = AtanhTerms; term > 0; term--)
        {
            sum = (sum + (1.0 / ((2 * term) + 1))) * square;
        }

        return (2 * ratio) + (2 * ratio * sum);
    }

    // Taylor, |angle| <= π/4: nested as x(1 - x²/(2·3)(1 - x²/(4·5)(…))), up to x^17.
    private static double SineSeries(double angle)
    {
        var square = angle * angle;
        var nested = 1.0;
        for (var power = 16; power > 0; power -= 2)
        {
            nested = 1 - (square / (power * (power + 1)) * nested);
        }

        return angle * nested;
    }

    // Taylor, |angle| <= π/4: nested as 1 - x²/(1·2)(1 - x²/(3·4)(…)), up to x^18.
    private static double CosineSeries(double angle)
    {
        var square = angle * angle;
        var nested = 1.0;
        for (var power = 17; power > 0; power -= 2)
        {
            nested = 1 - (square / (power * (power + 1)) * nested);
        }

        return nested;
    }
}
