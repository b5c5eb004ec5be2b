namespace Decentral.Training.Coordination;

/// <summary>A snapshot could not be sealed.</summary>
/// <param name="Error">Why.</param>
internal sealed record SealFailed(Exception Error);
