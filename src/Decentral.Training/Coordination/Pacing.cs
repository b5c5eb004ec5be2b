using System.Collections.Immutable;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>
/// How many inner steps each participant makes in a round: the same for all, or in proportion to how fast each is, so that
/// all end together (dynamic local updates, arXiv:2401.09135).
/// </summary>
internal static class Pacing
{
    /// <summary>Measured speeds scatter: whoever comes this near to the fastest is taken for as fast.</summary>
    private const double AsFast = 0.95;

    /// <summary>Steps of each, in the order of the members; empty when the budget is used up.</summary>
    /// <param name="plan">The run's.</param>
    /// <param name="round">Which round.</param>
    /// <param name="members">Who is given samples.</param>
    /// <param name="fleet">All whose speeds count.</param>
    /// <param name="available">Samples that can be leased.</param>
    public static ImmutableArray<int> StepsOf(
        RunPlan plan, Round round, IReadOnlyList<MemberState> members, IReadOnlyList<MemberState> fleet, long available)
    {
        var speeds = plan.IsPaced ? SpeedsOf(members, fleet) : [.. members.Select(_ => 1.0)];
        // Near the end of the budget a round has as many steps as fit: the largest number, found by halving.
        var (fits, tooMany) = (0, plan.Schedule.StepsOf(round) + 1);
        while (tooMany - fits > 1)
        {
            var tried = (fits + tooMany) / 2;
            (fits, tooMany) = Fits(tried) ? (tried, tooMany) : (fits, tried);
        }

        return fits == 0 || members.Count == 0 ? [] : [.. speeds.Select(speed => StepsAt(speed, fits))];

        bool Fits(int steps) => speeds.Sum(speed => (long)StepsAt(speed, steps)) * plan.SamplesPerStep <= available;
    }

    private static int StepsAt(double speed, int fastest) => Math.Max(1, (int)Math.Floor(fastest * speed));

    /// <summary>
    /// Relative to the fastest. One that has not made a step yet is taken for as slow as the slowest: it holds nobody up.
    /// </summary>
    private static ImmutableArray<double> SpeedsOf(IReadOnlyList<MemberState> members, IReadOnlyList<MemberState> fleet)
    {
        var known = fleet.Select(member => member.Report!.SecondsPerStep).Where(seconds => seconds > 0).ToArray();
        if (known.Length == 0)
        {
            return [.. members.Select(_ => 1.0)];
        }

        var (fastest, slowest) = (known.Min(), known.Max());
        return
        [
            .. members
                .Select(member => fastest / (member.Report!.SecondsPerStep is > 0 and var own ? own : slowest))
                .Select(speed => speed >= AsFast ? 1 : speed),
        ];
    }
}
