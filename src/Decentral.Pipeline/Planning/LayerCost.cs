namespace Decentral.Pipeline.Planning;

/// <summary>What a part of a model takes.</summary>
/// <param name="ForwardSeconds">Of a microbatch's forward pass, on a device of speed 1.</param>
/// <param name="BackwardSeconds">Of its backward pass, with the gradients of the weights.</param>
/// <param name="StateBytes">Memory of parameters, gradients and the optimizer's state.</param>
/// <param name="ActivationBytes">Memory that a microbatch takes from its forward to its backward pass.</param>
public readonly record struct LayerCost(double ForwardSeconds, double BackwardSeconds, long StateBytes, long ActivationBytes)
{
    /// <summary>Of both passes of a microbatch.</summary>
    public double Seconds => ForwardSeconds + BackwardSeconds;

    /// <summary>What both parts take together.</summary>
    public static LayerCost operator +(LayerCost one, LayerCost other) => new(
        one.ForwardSeconds + other.ForwardSeconds,
        one.BackwardSeconds + other.BackwardSeconds,
        one.StateBytes + other.StateBytes,
        one.ActivationBytes + other.ActivationBytes);

    /// <summary>What is left of one without the other.</summary>
    public static LayerCost operator -(LayerCost one, LayerCost other) => new(
        one.ForwardSeconds - other.ForwardSeconds,
        one.BackwardSeconds - other.BackwardSeconds,
        one.StateBytes - other.StateBytes,
        one.ActivationBytes - other.ActivationBytes);

    /// <summary>By name, for languages without operators.</summary>
    public static LayerCost Add(LayerCost left, LayerCost right) => left + right;

    /// <inheritdoc cref="Add"/>
    public static LayerCost Subtract(LayerCost left, LayerCost right) => left - right;

    /// <summary>Memory while some microbatches are between their passes.</summary>
    public long BytesHolding(int microbatches) => StateBytes + (microbatches * ActivationBytes);
}
