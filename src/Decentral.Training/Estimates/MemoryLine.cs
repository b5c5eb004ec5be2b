namespace Decentral.Training.Estimates;

/// <summary>One thing that takes memory.</summary>
/// <param name="Name">What it is, in words.</param>
/// <param name="Bytes">What it takes.</param>
/// <param name="IsOnDevice">Whether it lives where the tensors do; otherwise it is in the memory of the process.</param>
public sealed record MemoryLine(string Name, long Bytes, bool IsOnDevice = false);
