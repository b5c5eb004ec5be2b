using System.Collections.Immutable;
using Decentral.Models.Arenas;
using Decentral.Models.Replicas;

namespace Decentral.Models.Stages;

/// <summary>
/// Some parts of a model with their inner optimizer. A step is any number of microbatches, each forward and then backward through
/// each part, in whatever order they come; their gradients add up until they are applied. Like an <see cref="IReplica"/> it belongs
/// to one compute lane; while a microbatch is between its two passes, parameters are not to be written.
/// </summary>
public interface IStageReplica : IModelState
{
    /// <summary>What it has, in the order of the model.</summary>
    ImmutableArray<ModelPart> Parts { get; }

    /// <summary>Passes forward whose pass backward has not come.</summary>
    int Held { get; }

    /// <summary>Sets the gradient to zero and forgets all microbatches that are held: what a step begins with.</summary>
    void BeginStep();

    /// <summary>A microbatch through a part.</summary>
    /// <param name="pass">Which.</param>
    /// <param name="input">What the layer before gave, packed (sequence, position, column); empty where the part has the embedding.</param>
    /// <param name="output">Receives the same for the layer behind; empty where the part has the head.</param>
    /// <returns>The mean loss over the microbatch's tokens, in nats, where the part has the head; else 0.</returns>
    /// <exception cref="ArgumentException">The microbatch does not fit the model, or is held already.</exception>
    double Forward(StagePass pass, ReadOnlySpan<float> input, Span<float> output);

    /// <summary>The same microbatch back: adds to the gradient.</summary>
    /// <param name="pass">As forward.</param>
    /// <param name="outputGradient">Of what forward gave; empty where the part has the head.</param>
    /// <param name="inputGradient">Receives that of what forward was given; empty where the part has the embedding.</param>
    /// <exception cref="ArgumentException">The microbatch is not held.</exception>
    void Backward(StagePass pass, ReadOnlySpan<float> outputGradient, Span<float> inputGradient);

    /// <summary>A microbatch through a part, with nothing held for a pass back.</summary>
    double Evaluate(StagePass pass, ReadOnlySpan<float> input, Span<float> output);

    /// <summary>
    /// As <see cref="IModelState.Read"/>, of parameters and moments, on another thread than the passes: those leave them as they are, and
    /// nothing that changes them may come meanwhile.
    /// </summary>
    /// <exception cref="InvalidOperationException">They are being changed.</exception>
    void ReadBeside(ReplicaState state, ArenaFragment fragment, Span<float> destination, long start = 0);

    /// <summary>Norm of the gradient, without what another stage owns: a copy of a tied embedding.</summary>
    double GradientNorm();

    /// <summary>Makes a step of the inner optimizer.</summary>
    /// <param name="learningRate">Of this step.</param>
    /// <param name="scale">Multiplies the gradient.</param>
    void ApplyGradient(double learningRate, double scale);
}
