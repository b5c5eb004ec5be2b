namespace Decentral.Models.Replicas;

/// <summary>One of the values that a replica keeps for every parameter.</summary>
public enum ReplicaState
{
    /// <summary>The parameters themselves.</summary>
    Parameters,

    /// <summary>The gradient that the next step will use.</summary>
    Gradient,

    /// <summary>Mean of gradients in the inner optimizer: Adam's first moment, Muon's momentum.</summary>
    FirstMoment,

    /// <summary>
    /// Mean of squared gradients in the inner optimizer; zero for tensors that it keeps none for.
    /// </summary>
    SecondMoment,
}
