namespace Decentral.Training.Protocol;

/// <summary>
/// Where the learning-rate schedule is during a round: it follows the tokens leased by the whole fleet, so that any number
/// of workers follow one schedule.
/// </summary>
/// <param name="TokensBefore">Tokens leased before the round's first step.</param>
/// <param name="TokensPerStep">Tokens that one step of the whole fleet adds.</param>
/// <param name="TokenBudget">Tokens of the run.</param>
public readonly record struct LearningPace(long TokensBefore, long TokensPerStep, long TokenBudget)
{
    /// <summary>Tokens leased up to the end of a step of the round, its own included.</summary>
    /// <param name="step">From 0.</param>
    public long TokensThrough(int step) => TokensBefore + ((step + 1) * TokensPerStep);
}
