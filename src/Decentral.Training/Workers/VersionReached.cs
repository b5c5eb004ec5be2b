using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>The lane has moved the replica to a version.</summary>
/// <param name="Version">The version.</param>
internal readonly record struct VersionReached(Round Version);
