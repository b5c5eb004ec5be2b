using Decentral.Models.Arenas;
using Decentral.Models.Data;
using Decentral.Models.Replicas;
using Decentral.Training.Jobs;
using Decentral.Training.Tests.Fleet;
using Decentral.Training.Workers;

namespace Decentral.Training.Tests.Workers;

public sealed class WorkerReplicaTests
{
    [Fact]
    public void Train_GradientThatIsNotFinite_IsSkippedAndChangesNothing()
    {
        var plain = new FleetParts(new FleetOptions());
        using var model = new ProbedReplica(plain.MakeModel()) { Stumbles = step => step == 1 };
        using var replica = new FleetParts(new FleetOptions { Model = () => model }).MakeReplica();
        var whole = FragmentPartition.Whole(model.Layout);
        var (before, after) = (new float[model.Layout.ElementCount], new float[model.Layout.ElementCount]);

        var first = replica.Train([new SampleRange(0, 2)], 8);
        model.Read(ReplicaState.Parameters, whole, before);
        var second = replica.Train([new SampleRange(2, 2)], 16);
        model.Read(ReplicaState.Parameters, whole, after);
        var third = replica.Train([new SampleRange(4, 2)], 24);

        Assert.Equal([false, true, false], [first.IsSkipped, second.IsSkipped, third.IsSkipped]);
        Assert.Equal(before, after);
    }

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
        var update = new byte[replica.UpdateLength(default)];
        replica.EncodeUpdate(default, update);

        parameters[index < 0 ? parameters.Length + index : index] = value;
        model.Write(ReplicaState.Parameters, whole, parameters);

        var diverged = Assert.Throws<TrainingDivergedException>(() => replica.EncodeUpdate(default, update));
        Assert.Contains("version 0", diverged.Message, StringComparison.Ordinal);
    }
}
