using Decentral.Models.Data;

namespace Decentral.Training.Workers;

/// <summary>Copies samples into consecutive rows of context + 1 tokens.</summary>
/// <param name="samples">Which samples.</param>
/// <param name="windows">[samples, context + 1], row-major.</param>
public delegate void SampleFiller(SampleRange samples, Span<long> windows);
