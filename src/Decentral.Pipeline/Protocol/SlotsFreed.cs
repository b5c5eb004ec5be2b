using Decentral.Pipeline.Schedules;

namespace Decentral.Pipeline.Protocol;

/// <summary>
/// How many of what a stage was given in a step, for one of its chunks and one way, it has used up: so many more may be under way. It is a
/// total, so that one that is lost does no harm when the next comes.
/// </summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Step">Which step.</param>
/// <param name="Edge">Where they were given.</param>
/// <param name="Total">How many, since the step began.</param>
public sealed record SlotsFreed(Epoch Epoch, long Step, Edge Edge, int Total);
