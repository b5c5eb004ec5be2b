namespace Decentral.Actors.Membership;

/// <summary>The members of a run as this node knows them.</summary>
public interface ICluster
{
    /// <summary>This node as a member.</summary>
    Member Self { get; }

    /// <summary>Everyone who is up, this node included, ordered by id.</summary>
    IReadOnlyList<Member> Members { get; }

    /// <summary>
    /// From now on the calling actor hears <see cref="MemberUp"/> (once for everyone who is up already) and
    /// <see cref="MemberLost"/>. To call it again changes nothing.
    /// </summary>
    void Subscribe();
}
