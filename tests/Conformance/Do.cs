namespace Decentral.Conformance;

/// <summary>Code to run in the turn of an actor, with an answer to whoever sent it.</summary>
public sealed record Do(Func<Puppet, Done> Action);
