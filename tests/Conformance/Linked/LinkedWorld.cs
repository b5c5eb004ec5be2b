using Decentral.Actors;

namespace Decentral.Conformance.Linked;

/// <summary>Two nodes of an engine: <see cref="ConformanceWorld.System"/>, which is here, and another.</summary>
public abstract class LinkedWorld : ConformanceWorld
{
    /// <summary>The other node.</summary>
    public abstract IActorSystem There { get; }

    public override IActorSystem SystemOf(ActorRef puppet) => puppet.Address.Node == There.Node ? There : System;

    public ActorRef SpawnPuppetThere(string name, SpawnOptions? options = null) =>
        There.Spawn(name, () => new Puppet(), options);

    /// <summary>The reference by which one node reaches an actor of the other.</summary>
    public abstract ActorRef SeenFrom(IActorSystem node, ActorRef actor);

    /// <summary>The reference by which this node reaches an actor of the other.</summary>
    public ActorRef SeenFromHere(ActorRef actor) => SeenFrom(System, actor);

    /// <summary>Gives what is under way between the nodes the time to arrive, where time passes only when it is told to.</summary>
    public abstract void LetTravel();

    /// <summary>The other node leaves, or ends.</summary>
    public abstract Task EndThere();
}
