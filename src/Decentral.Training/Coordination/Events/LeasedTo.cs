using System.Collections.Immutable;
using Decentral.Models.Data;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>The lease of one participant of a round.</summary>
/// <param name="Worker">Which place in the fleet.</param>
/// <param name="Incarnation">Which life of it.</param>
/// <param name="Samples">In the order they are to be used.</param>
public sealed record LeasedTo(WorkerId Worker, Incarnation Incarnation, ImmutableArray<SampleRange> Samples);
