namespace Decentral.Actors.Nodes.Membership;

/// <summary>What becomes of a node that connects.</summary>
internal enum AdmissionKind
{
    /// <summary>It is a member from now on.</summary>
    Joined,

    /// <summary>It is the member that it was.</summary>
    Returned,

    /// <summary>That incarnation has been removed or superseded; a higher one may join.</summary>
    Outdated,

    /// <summary>It cannot join.</summary>
    Refused,
}
