using Decentral.Training.Protocol;

namespace Decentral.Cli.Inspection;

/// <summary>A place in the fleet, and what became of it.</summary>
/// <param name="Worker">The place.</param>
/// <param name="Node">Who filled it last: a node that joined, or null for the process with the run directory.</param>
/// <param name="JoinedAt">When it joined first, since the run was made.</param>
/// <param name="LeftAt">When it left, unless it came back.</param>
/// <param name="Losses">How often it left.</param>
internal sealed record MemberRecord(WorkerId Worker, string? Node, TimeSpan JoinedAt, TimeSpan? LeftAt, int Losses);
