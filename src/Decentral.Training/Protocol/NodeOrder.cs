namespace Decentral.Training.Protocol;

/// <summary>What the coordinator tells a node's agent.</summary>
public abstract record NodeOrder;
