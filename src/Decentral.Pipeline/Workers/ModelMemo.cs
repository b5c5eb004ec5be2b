using System.Collections.Immutable;
using Decentral.Training.Protocol;
using Decentral.Training.Workers;

namespace Decentral.Pipeline.Workers;

/// <summary>What a worker knows of its model beside the model: which version it is and what has been done since.</summary>
/// <param name="Version">The version.</param>
/// <param name="Digest">Of the aggregate that led to it.</param>
/// <param name="Work">What has been done of a round; null between rounds.</param>
/// <param name="Step">Steps that the pipeline has made since it began.</param>
internal sealed record ModelMemo(Round Version, string? Digest, RoundWork? Work, long Step)
{
    /// <summary>As a part of a snapshot has it, which a stage keeps as well.</summary>
    public ImmutableArray<byte> ToBytes()
    {
        using var payload = SnapshotPart.Write(
            new SnapshotPartHeader { Version = Version, Digest = Digest, Work = Work, OptimizerSteps = Step }, [], [], []);
        return [.. payload.Bytes.Span];
    }

    /// <exception cref="InvalidDataException">The bytes are not of a memo.</exception>
    public static ModelMemo Read(ReadOnlyMemory<byte> bytes)
    {
        var header = SnapshotPart.Read(bytes, parameterCount: 0).Header;
        return new ModelMemo(header.Version, header.Digest, header.Work, header.OptimizerSteps);
    }
}
