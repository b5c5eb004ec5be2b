namespace Decentral.Models.Replicas;

/// <summary>One of the values that a replica keeps for every parameter.</summary>
public enum ReplicaState
{
    /// <summary>The parameters themselves.</summary>
    Parameters,

    /// <summary>The gradient that the next step will use.</summary>
    Gradient,

    /// <summary>Mean of gradients in the inner optimizer.</summary>
    FirstMoment,

    /// <summary>Mean of squared gradients in the inner optimizer.</summary>
    SecondMoment,
}
