using System.Diagnostics;
using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;

namespace Decentral.Models.Replicas;

/// <summary>The state of a replica whose parameters, gradients and moments are all arenas of this process.</summary>
internal sealed class HostReplicaState : IDisposable
{
    private readonly AdamW _optimizer;

    internal HostReplicaState(ArenaLayout layout, AdamWOptions options)
    {
        _optimizer = new AdamW(layout, options);
        Parameters = new Arena(layout);
        Gradient = new Arena(layout);
    }

    internal Arena Parameters { get; }

    internal Arena Gradient { get; }

    internal long OptimizerSteps
    {
        get => _optimizer.Steps;
        set => _optimizer.Steps = value;
    }

    internal Arena this[ReplicaState state] => state switch
    {
        ReplicaState.Parameters => Parameters,
        ReplicaState.Gradient => Gradient,
        ReplicaState.FirstMoment => _optimizer.FirstMoment,
        ReplicaState.SecondMoment => _optimizer.SecondMoment,
        _ => throw new UnreachableException(),
    };

    /// <summary>Clips and steps as <see cref="IReplica.ApplyGradient"/> says.</summary>
    internal double ApplyGradient(double learningRate, double clip)
    {
        var norm = Gradient.ComputeNorm();
        if (double.IsFinite(norm))
        {
            var scale = clip == 0 ? 1 : GradientClipping.Coefficient(norm, clip);
            _optimizer.Step(Parameters, Gradient, learningRate, scale);
        }

        return norm;
    }

    public void Dispose()
    {
        Parameters.Dispose();
        Gradient.Dispose();
        _optimizer.Dispose();
    }
}
