namespace Decentral.Training.Coordination.Effects;

/// <summary>What the coordinator does to the world.</summary>
public abstract record CoordinatorEffect;
