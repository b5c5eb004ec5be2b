namespace Decentral.Benchmarks.Reference;

/// <summary>A held-out loss and what had been spent on it.</summary>
/// <param name="Tokens">Training tokens of the whole fleet.</param>
/// <param name="Bytes">Bytes sent for synchronisation by all workers and shards.</param>
/// <param name="Loss">Nats a byte.</param>
internal sealed record CurvePoint(long Tokens, long Bytes, double Loss);
