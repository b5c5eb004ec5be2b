using System.Runtime.InteropServices;
using Decentral.Codecs.Blocks;
using Decentral.Models.Arenas;
using Decentral.Models.Data;
using Decentral.Models.Replicas;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;
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
        var update = new byte[replica.UpdateLength(new Round(1))];
        replica.EncodeUpdate(new Round(1), update);

        parameters[index < 0 ? parameters.Length + index : index] = value;
        model.Write(ReplicaState.Parameters, whole, parameters);

        var diverged = Assert.Throws<TrainingDivergedException>(() => replica.EncodeUpdate(new Round(1), update));
        Assert.Contains("round 1", diverged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reset_UpdateThatCountedForNothing_OwesAgainWhatWasOwedBefore()
    {
        var parts = new FleetParts(new FleetOptions { Up = new SignCodec() });
        using var replica = parts.MakeReplica();
        var update = new byte[replica.UpdateLength(new Round(1))];
        var owed = new float[2][];

        for (var round = 1; round <= 2; round++)
        {
            replica.Train([new SampleRange(round, 2)], 8);
            replica.EncodeUpdate(new Round(round), update);
            owed[round - 1] = Owed();
        }

        replica.Reset(withdrawn: new Round(1));
        Assert.Equal(owed[1], Owed());
        replica.Reset(withdrawn: new Round(2));

        Assert.Equal(owed[0], Owed());
        Assert.NotEqual(owed[0], owed[1]);

        float[] Owed()
        {
            using var saved = replica.Save(new WorkerProgress(), withGlobal: false);
            return SnapshotPart.Read(saved.Bytes, parts.ParameterCount).Section("Owed").ToArray();
        }
    }

    /// <summary>A joiner that took up a version and then the next: it has nothing of its own to keep a share of.</summary>
    [Fact]
    public void Apply_NothingWasTrained_TakesUpAllOfTheVersionWhateverIsMixed()
    {
        using var model = new FleetParts(new FleetOptions()).MakeModel();
        using var replica = (LocalUpdateReplica)new FleetParts(new FleetOptions { Model = () => model, Mixing = 0.5 }).MakeReplica();
        var aggregate = new float[model.Layout.ElementCount];
        Array.Fill(aggregate, 0.25f);
        var parameters = new float[aggregate.Length];

        replica.Apply(
            new PublishedHeader(new Term(1), default, new Round(1), 0, 0, 1, ""), MemoryMarshal.AsBytes(aggregate.AsSpan()), hasContributed: false);

        model.Read(ReplicaState.Parameters, FragmentPartition.Whole(model.Layout), parameters);
        Assert.Equal(replica.Global.ToArray(), parameters);
    }
}
