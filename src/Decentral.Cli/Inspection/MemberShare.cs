using Decentral.Training.Protocol;

namespace Decentral.Cli.Inspection;

/// <summary>What a worker gave to a round.</summary>
/// <param name="Worker">Whose.</param>
/// <param name="Tokens">Tokens trained.</param>
internal readonly record struct MemberShare(WorkerId Worker, long Tokens);
