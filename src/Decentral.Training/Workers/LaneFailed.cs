namespace Decentral.Training.Workers;

/// <summary>Work on the lane or at the snapshot store ended with an error.</summary>
/// <param name="Error">What it threw.</param>
internal sealed record LaneFailed(Exception Error);
