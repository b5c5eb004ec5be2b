namespace Decentral.Cli.Doctor;

/// <summary>What was found out about one part of the machine.</summary>
/// <param name="Subject">The part.</param>
/// <param name="Level">How good it is.</param>
/// <param name="Detail">What is there.</param>
/// <param name="Remedy">What would make it better; null when it is as it should be.</param>
internal sealed record Finding(string Subject, Level Level, string Detail, string? Remedy = null);
