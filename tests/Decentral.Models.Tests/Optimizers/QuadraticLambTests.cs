using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Models.Tests.Replicas;

namespace Decentral.Models.Tests.Optimizers;

/// <summary>The replica of simulations with an optimizer of its own, without the native library.</summary>
public sealed class QuadraticLambTests : ReplicaConformance
{
    protected override int Vocabulary => 37;

    protected override IReplica Create() => new QuadraticReplica(new QuadraticOptions(), new LambOptions(), seed: 7);
}
