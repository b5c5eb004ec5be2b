namespace Decentral.Actors.Transfers;

/// <summary>One hand-over of bulk data, unique for its sender's incarnation.</summary>
/// <param name="Value">Counts from 1.</param>
public readonly record struct TransferId(long Value);
