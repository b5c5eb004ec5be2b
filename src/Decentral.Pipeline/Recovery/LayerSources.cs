namespace Decentral.Pipeline.Recovery;

/// <summary>The layers of which a lost one is made: the average of two, or the copy of one.</summary>
/// <param name="Layer">The lost one, from 0 in the order of the model.</param>
/// <param name="Earlier">Before it; null where it is the copy of a later one.</param>
/// <param name="Later">After it; null where it is the copy of an earlier one.</param>
internal readonly record struct LayerSources(int Layer, int? Earlier, int? Later);
