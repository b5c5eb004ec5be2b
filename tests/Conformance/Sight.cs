namespace Decentral.Conformance;

public sealed record Sight(object[] Seen);
