namespace Decentral.Pipeline.Conducting;

/// <summary>Members that were waited for have not come.</summary>
/// <param name="Round">Of which wait.</param>
internal sealed record PatienceIsOver(long Round);
