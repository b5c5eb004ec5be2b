namespace Decentral.Actors.Nodes.Links;

/// <summary>
/// A connection is of no use any more. The message says what the other side did, for 'the link ended because ...'.
/// </summary>
internal sealed class LinkBrokenException(string message) : Exception(message);
