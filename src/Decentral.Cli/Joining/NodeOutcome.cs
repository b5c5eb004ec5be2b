namespace Decentral.Cli.Joining;

/// <summary>Why a node has left a run.</summary>
internal enum NodeOutcome
{
    /// <summary>The run is finished.</summary>
    Finished,

    /// <summary>The person stopped the node.</summary>
    Stopped,

    /// <summary>The hub has given this incarnation of the node up: it was out of sight for too long.</summary>
    Removed,
}
