using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;

namespace Decentral.Models.Replicas;

/// <summary>
/// Where the parameters, gradients and moments of a decoder's replica are, and the inner optimizer's pass over them.
/// </summary>
internal interface IReplicaMemory : IDisposable
{
    ArenaLayout Layout { get; }

    /// <summary>Guards all that is below against a step in progress, and a step against the rest.</summary>
    StepBoundary Boundary { get; }

    long OptimizerSteps { get; set; }

    void Read(ReplicaState state, ArenaFragment fragment, Span<float> destination, long start);

    /// <summary>The same of parameters and moments beside a pass, which leaves them as they are.</summary>
    void ReadBeside(ReplicaState state, ArenaFragment fragment, Span<float> destination, long start);

    void Write(ReplicaState state, ArenaFragment fragment, ReadOnlySpan<float> source, long start);

    ArenaFragment Kept(ReplicaState state);

    ContentDigest ComputeDigest(ReplicaState state);

    /// <summary>
    /// A leaf over an entry's parameters whose gradient is the entry's place in the gradients; to be disposed.
    /// </summary>
    torch.Tensor CreateLeaf(ArenaEntry entry);

    /// <summary>To be called within a step.</summary>
    void ClearGradient();

    /// <summary>Norm of the whole gradient.</summary>
    double GradientNorm();

    /// <summary>Makes a step of the inner optimizer with the gradient times a scale.</summary>
    void Step(double learningRate, double scale);

    /// <summary>Clips and steps as <see cref="IReplica.ApplyGradient"/> says.</summary>
    double ApplyGradient(double learningRate, double clip)
    {
        using var passage = Boundary.EnterToWrite(nameof(ApplyGradient));
        var norm = GradientNorm();
        if (double.IsFinite(norm))
        {
            Step(learningRate, clip == 0 ? 1 : GradientClipping.Coefficient(norm, clip));
        }

        return norm;
    }
}
