using Decentral.Actors.Hosting;
using Decentral.Actors.Membership;

namespace Decentral.Actors.Local;

/// <summary>What lies beyond this process, for an engine of several. Called from any thread.</summary>
public interface IRemoteNodes
{
    /// <summary>This process as a member.</summary>
    Member Self { get; }

    /// <summary>The members, as an actor of this process sees them.</summary>
    ICluster ClusterOf(ActorCell subscriber);

    /// <summary>Whoever bears a well-known name on another node; null when nobody is known to.</summary>
    RemoteRecipient? FindBearer(string wellKnownName);

    /// <summary>An actor of this process bears a well-known name from now on.</summary>
    void NameGiven(string wellKnownName, ActorRef bearer);

    /// <summary>It does so no more.</summary>
    void NameTakenBack(string wellKnownName, ActorRef bearer);

    /// <summary>An actor of this process has ended, after it has sent its last message.</summary>
    void ActorEnded(ActorRef actor);
}
