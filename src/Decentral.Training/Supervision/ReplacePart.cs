namespace Decentral.Training.Supervision;

/// <summary>It is time to start a part again that failed.</summary>
/// <param name="Part">Which.</param>
internal sealed record ReplacePart(HostedPart Part);
