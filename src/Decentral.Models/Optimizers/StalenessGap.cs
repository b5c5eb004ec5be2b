namespace Decentral.Models.Optimizers;

/// <summary>
/// How far the shared parameters have moved since the round whose displacements arrive now; the lengths are Euclidean
/// norms over a fragment.
/// </summary>
/// <param name="Moved">‖x(t,0) - x(t-1,0)‖.</param>
/// <param name="MomentumStep">γ ‖m(t-1)‖: the length of a step along the momentum, before the outer rate.</param>
/// <param name="Displacement">‖Δ‖ of the displacements that arrive.</param>
public readonly record struct StalenessGap(double Moved, double MomentumStep, double Displacement)
{
    // Far below any step, far above the least number: 0 / 0 is 0 here.
    private const double Epsilon = 1e-30;

    /// <summary>
    /// 1 + moved / momentum step. With constant rates that is 1 + α from the third round on, for the last move was just
    /// such a step; it is more while the inner rate falls.
    /// </summary>
    public double RelativeToMomentum => 1 + (Moved / (MomentumStep + Epsilon));

    /// <summary>1 + moved / displacement: large where the momentum carries far more than a round brings.</summary>
    public double RelativeToDisplacement => 1 + (Moved / (Displacement + Epsilon));
}
