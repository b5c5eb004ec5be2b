namespace Decentral.Torch;

/// <summary>The library that multiplies matrices for libtorch on the host.</summary>
/// <param name="Name">
/// <c>MKL</c>, <c>BLIS</c>, <c>ATLAS</c>, OpenBLAS's own description, <c>reference</c>, or <c>none</c>.
/// </param>
/// <param name="Path">The file that supplies it; empty when it cannot be told.</param>
public sealed record BlasLibrary(string Name, string Path)
{
    /// <summary>
    /// Whether matrices are multiplied by plain loops: Netlib's reference code is some twenty times slower than the
    /// rest.
    /// </summary>
    public bool IsSlow => Name is "reference" or "none";
}
