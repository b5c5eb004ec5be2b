namespace Decentral.Pipeline.Wiring;

/// <summary>
/// How fast a peer is, as an exponential mean of the time that a token takes. Times are averaged rather than rates: a
/// mean of rates would promise more than a peer whose speed varies does.
/// </summary>
/// <param name="SecondsPerToken">0 before the first measurement.</param>
internal readonly record struct PeerRate(double SecondsPerToken)
{
    /// <summary>Whether anything was measured.</summary>
    public bool IsKnown => SecondsPerToken > 0;

    /// <summary>With one more measurement; the first one counts in full.</summary>
    /// <param name="tokens">Above 0.</param>
    /// <param name="took">Taken for a tick at least: a clock may not have moved.</param>
    /// <param name="newestShare">Of this measurement.</param>
    public PeerRate With(long tokens, TimeSpan took, double newestShare)
    {
        var measured = Math.Max(took.Ticks, 1) / (double)TimeSpan.TicksPerSecond / tokens;
        return new PeerRate(IsKnown ? ((1 - newestShare) * SecondsPerToken) + (newestShare * measured) : measured);
    }
}
