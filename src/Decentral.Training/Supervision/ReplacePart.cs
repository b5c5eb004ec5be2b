using Decentral.Actors;
using Decentral.Training.Protocol;

namespace Decentral.Training.Supervision;

/// <summary>Start a part of a run, for the first time or again.</summary>
/// <param name="Name">Its name, which is also its well-known one.</param>
/// <param name="Make">Makes it for an incarnation.</param>
public sealed record ReplacePart(string Name, Func<Incarnation, Actor> Make);
