using System.Collections.Immutable;

namespace Decentral.Models.Safetensors;

/// <summary>What a header says of one tensor, not yet checked against the file.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Dtype">Known.</param>
/// <param name="Shape">Each dimension 0 or more; their product may overflow.</param>
/// <param name="Begin">First byte after the header, 0 or more.</param>
/// <param name="End">One past the last byte; may lie before the first.</param>
internal readonly record struct DeclaredTensor(
    string Name,
    SafetensorsDtype Dtype,
    ImmutableArray<long> Shape,
    long Begin,
    long End);
