using Decentral.Models.Arenas;
using Decentral.Models.Replicas;
using Decentral.Training.Jobs;
using Decentral.Training.Tests.Fleet;
using Decentral.Training.Workers;

namespace Decentral.Training.Tests.Workers;

public sealed class WorkerReplicaTests
{
    /// <remarks>In the middle of a vector and in what is left over after the last.</remarks>
    [Theory]
    [InlineData(0, float.NaN)]
    [InlineData(3, float.PositiveInfinity)]
    [InlineData(-1, float.NegativeInfinity)]
    public void EncodeUpdate_ValueThatIsNotFinite_IsRefused(int index, float value)
    {
        using var model = new FleetParts(new FleetOptions()).MakeModel();
        var options = new FleetOptions { Update = UpdateKind.PseudoGradient, Model = () => model };
        using var replica = new FleetParts(options).MakeReplica();
        var whole = FragmentPartition.Whole(model.Layout);
        var parameters = new float[model.Layout.ElementCount];
        model.Read(ReplicaState.Parameters, whole, parameters);
        var update = new byte[replica.UpdateLength];
        replica.EncodeUpdate(update);

        parameters[index < 0 ? parameters.Length + index : index] = value;
        model.Write(ReplicaState.Parameters, whole, parameters);

        var diverged = Assert.Throws<TrainingDivergedException>(() => replica.EncodeUpdate(update));
        Assert.Contains("round 1", diverged.Message, StringComparison.Ordinal);
    }
}
