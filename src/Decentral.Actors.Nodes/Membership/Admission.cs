using Decentral.Actors.Membership;

namespace Decentral.Actors.Nodes.Membership;

/// <summary>The authority's answer to a node that connects.</summary>
/// <param name="Kind">What it is to do.</param>
/// <param name="Reason">Why not, in words; empty where it is admitted.</param>
/// <param name="Floor">The highest incarnation of the node that is known: a new one must be higher.</param>
/// <param name="Superseded">
/// Who is lost by this admission: its former incarnation, or a member by hearsay whose place it takes; null for none.
/// </param>
internal sealed record Admission(AdmissionKind Kind, string Reason, long Floor, MemberLost? Superseded);
