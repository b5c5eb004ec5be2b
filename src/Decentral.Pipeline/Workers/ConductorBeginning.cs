using Decentral.Actors;
using Decentral.Pipeline.Conducting;
using Decentral.Pipeline.Protocol;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Workers;

/// <summary>What a conductor begins with.</summary>
/// <param name="Term">Its reign.</param>
/// <param name="Saved">Where the run's first state is; null for new weights.</param>
/// <param name="Work">The work of a step.</param>
/// <param name="Listener">Who hears of what becomes of it.</param>
internal sealed record ConductorBeginning(
    Term Term, SavedState? Saved, Func<long, StepWork?> Work, ActorRef Listener);
