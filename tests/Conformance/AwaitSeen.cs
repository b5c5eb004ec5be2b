namespace Decentral.Conformance;

/// <summary>Asks a puppet for what it has seen, once it has seen that many.</summary>
public readonly record struct AwaitSeen(int Count);
