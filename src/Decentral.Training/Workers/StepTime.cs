namespace Decentral.Training.Workers;

/// <summary>What an inner step takes, of late.</summary>
/// <param name="Seconds">The running mean; 0 before the first step.</param>
/// <param name="Since">When the present step began.</param>
internal readonly record struct StepTime(double Seconds, DateTimeOffset Since)
{
    /// <summary>The share of the newest step in the mean.</summary>
    private const double Newest = 0.2;

    public StepTime Began(DateTimeOffset now) => this with { Since = now };

    public StepTime Ended(DateTimeOffset now)
    {
        var took = (now - Since).TotalSeconds;
        return this with { Seconds = Seconds == 0 ? took : ((1 - Newest) * Seconds) + (Newest * took) };
    }
}
