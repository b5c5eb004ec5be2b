namespace Decentral.Actors.Nodes.Links;

/// <summary>Writes one frame at the end of a buffer.</summary>
internal delegate void FrameWriting<in TState>(FrameBuffer output, TState state);
