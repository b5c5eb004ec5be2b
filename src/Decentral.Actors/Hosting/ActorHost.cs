namespace Decentral.Actors.Hosting;

/// <summary>The steps of an actor's life that only an engine may call.</summary>
public static class ActorHost
{
    /// <summary>Gives the actor its context and starts it.</summary>
    public static void Start(Actor actor, IActorContext context)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Attach(context);
        actor.Started();
    }

    /// <summary>Tells the actor that it has ended.</summary>
    public static void Stop(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Stopped();
    }
}
