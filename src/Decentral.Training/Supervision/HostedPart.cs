using Decentral.Actors;
using Decentral.Training.Protocol;

namespace Decentral.Training.Supervision;

/// <summary>A part of a run that a node hosts on its own account, whoever fails in it.</summary>
/// <param name="Name">Its name among the node's parts.</param>
/// <param name="IsWellKnown">
/// Whether it is found by that name from all nodes. Workers are not: each says who it is, and every node may have some.
/// </param>
/// <param name="Make">Makes it for an incarnation, and so that it begins anew where the last one held what was undone.</param>
internal sealed record HostedPart(string Name, bool IsWellKnown, Func<Incarnation, bool, Actor> Make);
