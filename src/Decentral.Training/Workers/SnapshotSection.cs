namespace Decentral.Training.Workers;

/// <summary>One value a parameter, under a name.</summary>
/// <param name="Name">Which of the values.</param>
/// <param name="Values">Packed.</param>
internal sealed record SnapshotSection(string Name, ReadOnlyMemory<float> Values);
