namespace Decentral.Pipeline.Planning;

/// <summary>A layer that changes hands.</summary>
/// <param name="Layer">From 0.</param>
/// <param name="From">Who has it; null where that member is gone.</param>
/// <param name="To">Who gets it.</param>
/// <param name="Bytes">What goes with it.</param>
public sealed record LayerMove(int Layer, PipelineMember? From, PipelineMember To, long Bytes);
