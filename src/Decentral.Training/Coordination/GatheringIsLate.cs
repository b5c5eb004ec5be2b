using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>A roll call has waited long enough.</summary>
/// <param name="Term">The term it was called in.</param>
internal readonly record struct GatheringIsLate(Term Term);
