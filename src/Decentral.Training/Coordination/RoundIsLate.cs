using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>The coordinator's timer for a round.</summary>
/// <param name="Round">The round.</param>
/// <param name="Opened">The term in which it was opened.</param>
internal sealed record RoundIsLate(Round Round, Term Opened);
