namespace Decentral.Actors.Nodes.Membership;

/// <summary>
/// How suspicious a silence is, from the gaps between earlier signs of life: phi is minus the decimal logarithm of the
/// chance that a gap is at least that long (Hayashibara et al., The phi accrual failure detector, SRDS 2004). The gaps
/// are taken as normally distributed, by the logistic approximation of Bowling et al. (2009), error below 0.00014.
/// </summary>
internal sealed class PhiAccrualDetector
{
    private const int WindowLength = 128;

    private readonly double[] _gaps = new double[WindowLength];
    private readonly double _leastDeviation;
    private DateTimeOffset _last;
    private int _count;
    private int _next;

    /// <summary>Starts with a sign of life now, and gaps expected to be like the given one.</summary>
    public PhiAccrualDetector(DateTimeOffset now, TimeSpan expectedGap)
    {
        _last = now;
        _leastDeviation = expectedGap.TotalSeconds / 2;
        Add(expectedGap.TotalSeconds);
    }

    /// <summary>When it last showed a sign of life.</summary>
    public DateTimeOffset LastHeard => _last;

    /// <summary>A sign of life. Several at one time are one.</summary>
    public void Heard(DateTimeOffset now)
    {
        if (now > _last)
        {
            Add((now - _last).TotalSeconds);
            _last = now;
        }
    }

    /// <summary>A pause that says nothing about the link: no gap is noted for it.</summary>
    public void Restart(DateTimeOffset now) => _last = now;

    /// <summary>The suspicion at a time; 1 means one error in ten, 8 one in a hundred million.</summary>
    public double PhiAt(DateTimeOffset now)
    {
        var (mean, deviation) = Moments();
        var y = ((now - _last).TotalSeconds - mean) / deviation;
        var z = y * (1.5976 + (0.070566 * y * y));

        // The chance is 1 / (1 + e^z); its logarithm as it stands overflows for a long silence.
        return (z > 30 ? z : Math.Log(1 + Math.Exp(z))) / Math.Log(10);
    }

    private (double Mean, double Deviation) Moments()
    {
        var mean = 0.0;
        for (var i = 0; i < _count; i++)
        {
            mean += _gaps[i];
        }

        mean /= _count;
        var squares = 0.0;
        for (var i = 0; i < _count; i++)
        {
            squares += (_gaps[i] - mean) * (_gaps[i] - mean);
        }

        return (mean, Math.Max(Math.Sqrt(squares / _count), _leastDeviation));
    }

    private void Add(double gap)
    {
        _gaps[_next] = gap;
        _next = (_next + 1) % WindowLength;
        _count = Math.Min(_count + 1, WindowLength);
    }
}
