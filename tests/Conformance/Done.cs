namespace Decentral.Conformance;

public sealed record Done(object? Result);
