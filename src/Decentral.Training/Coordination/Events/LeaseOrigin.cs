using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>Where a lease came from that may be carried from round to round.</summary>
/// <param name="Round">The round that it was given in.</param>
/// <param name="Opened">The term in which that was opened.</param>
/// <param name="Pace">Where the learning-rate schedule was.</param>
/// <param name="Continues">Whether what its holder trained before counts.</param>
public sealed record LeaseOrigin(Round Round, Term Opened, LearningPace Pace, bool Continues);
