using Decentral.Models.Decoders;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;

namespace Decentral.Models.Tests.Replicas;

/// <summary>The conformance suite for a small decoder whose sizes leave padding between its parameters.</summary>
public abstract class DecoderReplicaConformance : ReplicaConformance
{
    protected override int Vocabulary => 37;

    protected abstract DecoderOptions Options { get; }

    protected override IReplica Create()
    {
        var replica = CreateReplica(Options, new AdamWOptions());
        replica.Initialize(seed: 3);
        return replica;
    }

    protected virtual DecoderReplica CreateReplica(DecoderOptions options, AdamWOptions optimizer) =>
        new(options, optimizer);
}
