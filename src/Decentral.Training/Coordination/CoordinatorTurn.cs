using Decentral.Actors.EventSourcing;
using Decentral.Training.Coordination.Effects;
using Decentral.Training.Coordination.Events;

namespace Decentral.Training.Coordination;

/// <summary>One decision while it is being made: what has been decided so far, and the state that follows from it.</summary>
internal sealed class CoordinatorTurn(RunPlan plan, CoordinatorState state, DateTimeOffset now)
{
    private readonly List<CoordinatorEvent> _events = [];
    private readonly List<CoordinatorEffect> _effects = [];

    public RunPlan Plan { get; } = plan;

    public DateTimeOffset Now { get; } = now;

    public CoordinatorState State { get; private set; } = state;

    public void Emit(CoordinatorEvent happened)
    {
        var stamped = happened with { At = Now };
        _events.Add(stamped);
        State = CoordinatorEvolution.Apply(State, stamped);
    }

    public void Do(CoordinatorEffect effect) => _effects.Add(effect);

    public Decision<CoordinatorEvent, CoordinatorEffect> Because(string reason) => new(_events, _effects, reason);
}
