using System.Collections.Immutable;

namespace Decentral.Models.Decoders;

/// <summary>A parameter of a decoder, and how it starts: normal with this mean and deviation.</summary>
internal sealed record DecoderParameter(
    string Name,
    ImmutableArray<long> Shape,
    int? Layer,
    double InitialMean,
    double InitialDeviation);
