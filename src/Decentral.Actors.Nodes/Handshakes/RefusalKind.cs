namespace Decentral.Actors.Nodes.Handshakes;

/// <summary>
/// Why a hub does not take a connection. What can pass is tried again; what is the person's to mend is not.
/// </summary>
public enum RefusalKind
{
    /// <summary>The hub is not ready for it yet; try again.</summary>
    NotNow = 0,

    /// <summary>No common version of the protocol.</summary>
    Version = 1,

    /// <summary>No valid proof of who it is.</summary>
    Credential = 2,

    /// <summary>This incarnation is over; come back as a new one.</summary>
    Outdated = 3,

    /// <summary>The run does not take it: its name, or one member too many.</summary>
    Unwanted = 4,

    /// <summary>It is the node that does not believe the hub's certificate; never said by a hub.</summary>
    Untrusted = 5,

    /// <summary>It is the node that cannot do what the hub says; never said by a hub.</summary>
    Mistaken = 6,

    /// <summary>Its certificate has been revoked.</summary>
    Revoked = 7,

    /// <summary>It lacks the client certificate that the hub asks for, or shows one that is not for it.</summary>
    ClientCertificate = 8,
}
