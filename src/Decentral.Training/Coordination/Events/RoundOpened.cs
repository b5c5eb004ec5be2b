using System.Collections.Immutable;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>A round begins; its participants are fixed, and each holds its lease.</summary>
/// <param name="Round">The round.</param>
/// <param name="Steps">Inner steps of each participant.</param>
/// <param name="TokensBefore">Tokens leased before it.</param>
/// <param name="Leases">Who trains on what, in member order.</param>
public sealed record RoundOpened(
    Round Round, int Steps, long TokensBefore, ImmutableArray<LeasedTo> Leases)
    : CoordinatorEvent;
