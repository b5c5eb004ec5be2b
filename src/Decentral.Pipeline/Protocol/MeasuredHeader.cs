using Decentral.Models.Data;

namespace Decentral.Pipeline.Protocol;

/// <summary>What held-out samples gave in a chunk, for the next one.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Step">The step behind which the model is.</param>
/// <param name="Number">Which samples.</param>
/// <param name="Hop">Which chunk of their way takes it.</param>
/// <param name="Samples">These.</param>
public sealed record MeasuredHeader(Epoch Epoch, long Step, long Number, int Hop, SampleRange Samples);
