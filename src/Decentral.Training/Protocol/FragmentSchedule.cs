namespace Decentral.Training.Protocol;

/// <summary>
/// When is which fragment synchronised: one a round, by turns, so that each is after every so many inner steps, and the fragments
/// are spread evenly over them (Streaming DiLoCo, arXiv:2501.18512, §2). With one fragment a round is what it is in DiLoCo.
/// </summary>
/// <param name="Every">Inner steps of a worker between two synchronisations of a fragment (H), at least one a fragment.</param>
/// <param name="Fragments">Parts of the parameters (P).</param>
/// <param name="Overlap">Inner steps that a worker goes on with while a fragment is under way (τ).</param>
public sealed record FragmentSchedule(int Every, int Fragments = 1, int Overlap = 0)
{
    /// <summary>The whole model after each step.</summary>
    public static FragmentSchedule EveryStep { get; } = new(1);

    /// <summary>
    /// Whether members train on their own clocks: who is not done when a round closes goes on, and counts in a later one of the same
    /// fragment. Each takes the fragments by turns of its own.
    /// </summary>
    public bool IsAsynchronous { get; init; }

    /// <summary>Whether a member on its own clock goes on with other fragments while the update of one is under way.</summary>
    public bool IsInterleaved => IsAsynchronous && Fragments > 1;

    /// <summary>Whether workers train on before a round's outcome is there.</summary>
    public bool Overlaps => Overlap > 0;

    /// <summary>
    /// Rounds that are open at one time: where schedules overlap also the next one, and on own clocks one of each fragment, as that is
    /// where slower members may be.
    /// </summary>
    public int RoundsOpen => IsInterleaved ? Fragments : Overlaps ? 2 : 1;

    /// <summary>
    /// Whether each round is trained from the global parameters, though the update of the round before is not in them: so it is where
    /// updates come a whole round late (CO2, arXiv:2401.16265), as it would be sent twice otherwise.
    /// </summary>
    public bool RestartsRounds => Fragments == 1 && Overlap >= Every;

    /// <summary>What a round synchronises.</summary>
    public FragmentId FragmentOf(Round round) => FragmentId.Of(round, Fragments);

    /// <summary>Whether workers train a whole round before they take up the outcome of the one before it.</summary>
    public bool IsOneRoundLate(Round round) => Overlap >= StepsOf(round);

    /// <summary>
    /// Inner steps of a round that a worker makes before it takes up the outcome of the one before: τ, or as large a part of a round
    /// where it makes fewer steps than others, so that some of them are always left.
    /// </summary>
    /// <param name="round">The round.</param>
    /// <param name="steps">Inner steps that the worker makes in it.</param>
    public int OverlapIn(Round round, int steps) =>
        IsOneRoundLate(round) ? steps : (int)((long)Overlap * steps / StepsOf(round));

    /// <summary>Inner steps of a round: fragment p is sent at step ⌊H (p + 1) / P⌋ of every H.</summary>
    public int StepsOf(Round round)
    {
        var turn = FragmentOf(round).Value;
        return (int)((((long)turn + 1) * Every / Fragments) - ((long)turn * Every / Fragments));
    }
}
