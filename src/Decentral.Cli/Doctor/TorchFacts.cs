namespace Decentral.Cli.Doctor;

/// <summary>What libtorch says of itself.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Blas">The library that multiplies matrices, in words.</param>
/// <param name="IsBlasSlow">Whether that is the plain reference code.</param>
/// <param name="CudaDevices">The names of the CUDA devices it can use.</param>
internal sealed record TorchFacts(string Version, string Blas, bool IsBlasSlow, IReadOnlyList<string> CudaDevices);
