using Decentral.Actors;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Recovery;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Conducting;

/// <summary>How a pipeline is conducted.</summary>
public sealed record ConductorOptions
{
    /// <summary>The reign: stages obey the highest they have heard.</summary>
    public required Term Term { get; init; }

    /// <summary>
    /// Whether another conductor has had the pipeline before: then nothing is begun before all that its members hold is known, or
    /// <see cref="Patience"/> is over.
    /// </summary>
    public bool IsTakingOver { get; init; }

    /// <summary>Where the run's first state is; null for one that begins with new weights.</summary>
    public SavedState? Saved { get; init; }

    /// <summary>Layers of the model.</summary>
    public required int Layers { get; init; }

    /// <summary>Stages, as many as there are members for.</summary>
    public required int Stages { get; init; }

    /// <summary>The work of a step, from 1; null where there is none yet. Asked again for a step that is undone.</summary>
    public required Func<long, StepWork?> Work { get; init; }

    /// <summary>Who hears what becomes of it.</summary>
    public required ActorRef Listener { get; init; }

    /// <summary>The order of passes.</summary>
    public PipelineScheduleKind Schedule { get; init; } = PipelineScheduleKind.OneForwardOneBackward;

    /// <summary>Microbatches of a step.</summary>
    public int Microbatches { get; init; } = 4;

    /// <summary>Chunks of layers that each stage has.</summary>
    public int Chunks { get; init; } = 1;

    /// <summary>Largest global norm of a gradient; 0 clips nothing.</summary>
    public double Clip { get; init; }

    /// <summary>What members keep of each other's states.</summary>
    public BuddyKind Buddy { get; init; } = BuddyKind.Copy;

    /// <summary>Steps from one copy to the next; one that falls due while another is under way is left out.</summary>
    public int StepsPerCopy { get; init; } = 1;

    /// <summary>Whether a lost stage may be made from its neighbours.</summary>
    public NeighbourKind Neighbours { get; init; } = NeighbourKind.CheckFree;

    /// <summary>Whether neighbours count by the norms of their gradients (1) or by their squares (2).</summary>
    public int NormPower { get; init; } = 1;

    /// <summary>The rise of the learning rate of a stage that was made from its neighbours.</summary>
    public LearningRateBump Bump { get; init; } = new();

    /// <summary>How long a member is waited for before the pipeline goes on with fewer stages.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Makes sure that the choices go together.</summary>
    /// <exception cref="ArgumentException">They do not; the message says why, and what would.</exception>
    public void Validate()
    {
        if (Chunks > 1 && Neighbours != NeighbourKind.None)
        {
            throw new ArgumentException(
                $"Stages of {Chunks} chunks have no neighbours to be made from, as the layers of each are spread over the model: " +
                "choose one chunk a stage, or no recovery from neighbours.");
        }
    }
}
