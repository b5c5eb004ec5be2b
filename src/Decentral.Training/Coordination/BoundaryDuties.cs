namespace Decentral.Training.Coordination;

/// <summary>What is to be done with versions between two rounds.</summary>
/// <param name="Purpose">What follows when it is done.</param>
/// <param name="Measuring">The evaluation; null for none.</param>
/// <param name="Saving">The snapshot; null for none. That of a checkpoint may be of an earlier version than the evaluation.</param>
public sealed record BoundaryDuties(DutyPurpose Purpose, Measuring? Measuring, Saving? Saving)
{
    /// <summary>Whether everything is done.</summary>
    public bool AreDone => Measuring is null or { Missing.IsEmpty: true } && Saving is null or { IsSealed: true };
}
