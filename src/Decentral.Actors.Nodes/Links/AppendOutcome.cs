namespace Decentral.Actors.Nodes.Links;

/// <summary>What became of a frame.</summary>
internal enum AppendOutcome
{
    /// <summary>It waits to be sent.</summary>
    Queued,

    /// <summary>As much waits as may.</summary>
    Full,

    /// <summary>The link is down.</summary>
    Closed,
}
