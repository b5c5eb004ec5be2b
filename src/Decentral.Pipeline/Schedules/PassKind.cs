namespace Decentral.Pipeline.Schedules;

/// <summary>Which way a microbatch goes through a chunk of layers.</summary>
public enum PassKind
{
    /// <summary>From tokens or activations to activations, or to the loss.</summary>
    Forward,

    /// <summary>From the gradient of what the forward pass gave to that of what it was given.</summary>
    Backward,
}
