namespace Decentral.Pipeline.Schedules;

/// <summary>Where one chunk's passes give what another's take.</summary>
/// <param name="Kind">Which way.</param>
/// <param name="From">The chunk that gives.</param>
/// <param name="To">The chunk that takes.</param>
public readonly record struct Edge(PassKind Kind, int From, int To);
