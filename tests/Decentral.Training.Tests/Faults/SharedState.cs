namespace Decentral.Training.Tests.Faults;

/// <summary>What all workers hold alike at a version.</summary>
/// <param name="Parameters">The global parameters, packed.</param>
/// <param name="First">The outer momentum, or the inner first moment where gradients are sent.</param>
/// <param name="Second">The inner second moment where gradients are sent; empty elsewhere.</param>
internal sealed record SharedState(float[] Parameters, float[] First, float[] Second);
