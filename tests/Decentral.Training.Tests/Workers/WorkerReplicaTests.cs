using System.Runtime.InteropServices;
using Decentral.Codecs;
using Decentral.Codecs.Blocks;
using Decentral.Models.Arenas;
using Decentral.Models.Data;
using Decentral.Models.Optimizers;
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

    /// <summary>With a mixing of 0 nothing is left of what was trained; towards 1, at which nothing would be shared, all is.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(1 - 1e-16, true)]
    public void Apply_MixingAtEitherEnd_LeavesTheVersionOrWhatWasTrained(double mixing, bool isKept)
    {
        using var model = new FleetParts(new FleetOptions()).MakeModel();
        using var replica = (LocalUpdateReplica)new FleetParts(new FleetOptions { Model = () => model, Mixing = mixing }).MakeReplica();
        var update = new byte[replica.UpdateLength(new Round(1))];
        replica.Train([new SampleRange(0, 2)], 8);
        replica.EncodeUpdate(new Round(1), update);
        replica.Train([new SampleRange(2, 2)], 16);
        var trained = Read();

        replica.Apply(new PublishedHeader(new Term(1), default, new Round(1), 0, 0, 1, ""), update, hasContributed: true);

        Assert.Equal(isKept ? trained : replica.Global.ToArray(), Read());
        Assert.NotEqual(trained, replica.Global.ToArray());

        float[] Read()
        {
            var parameters = new float[model.Layout.ElementCount];
            model.Read(ReplicaState.Parameters, FragmentPartition.Whole(model.Layout), parameters);
            return parameters;
        }
    }

    /// <summary>
    /// On its own clock a replica follows versions beside what it trains, and takes a fragment up when its update has counted: the next one
    /// is measured from there, and what it kept of its own is in it again.
    /// </summary>
    [Theory]
    [InlineData(false, 0.25)]
    [InlineData(true, 0)]
    public void TakeUp_FragmentOnItsOwnClock_MixesItAloneAndGoesOnFromThere(bool isAnew, float kept)
    {
        var options = new FleetOptions { Fragments = 2, IsAsynchronous = true, Mixing = 0.25, Outer = new OuterSgd(0.5) };
        using var model = new FleetParts(options).MakeModel();
        using var replica = (LocalUpdateReplica)new FleetParts(options with { Model = () => model }).MakeReplica();
        var fragments = options.FragmentsOf(model.Layout);
        var update = new byte[replica.UpdateLength(new Round(1))];
        replica.Train([new SampleRange(0, 2)], 8);
        replica.EncodeUpdate(new Round(1), update);
        replica.Train([new SampleRange(2, 2)], 16);
        var (first, second) = (Read(0), Read(1));

        replica.Apply(new PublishedHeader(new Term(1), default, new Round(1), 0, 0, 1, ""), update, hasContributed: true);
        Assert.Equal(first.Concat(second), Read(0).Concat(Read(1)));
        Assert.Equal(Round.Zero, replica.TakenUp(default));
        replica.TakeUp(default, isAnew, withdrawn: Round.Zero);

        var global = GlobalOf(0);
        Assert.NotEqual(first, global);
        Assert.All(Read(0).Zip(first, global), it => Assert.Equal((kept * it.Second) + ((1 - kept) * it.Third), it.First, 1e-6));
        Assert.Equal(second, Read(1));
        Assert.Equal((new Round(1), Round.Zero), (replica.TakenUp(default), replica.TakenUp(new FragmentId(1))));
        var weight = replica.EncodeUpdate(new Round(3), update);
        Assert.Equal(isAnew ? 0 : 8, weight);
        Assert.All(
            MemoryMarshal.Cast<byte, float>(update).ToArray().Zip(first, global),
            it => Assert.Equal(kept * (it.Third - it.Second), it.First, 1e-6));

        float[] Read(int fragment)
        {
            var parameters = new float[fragments[fragment].ElementCount];
            model.Read(ReplicaState.Parameters, fragments[fragment], parameters);
            return parameters;
        }

        float[] GlobalOf(int fragment) =>
            [.. fragments[fragment].LocateIn(FragmentPartition.Whole(model.Layout)).SelectMany(
                place => replica.Global.Slice((int)place.Offset, (int)place.Length).ToArray())];
    }

    /// <summary>What a worker owes is in its part: its next life sends what it would have sent itself.</summary>
    [Theory]
    [InlineData(UpdateKind.PseudoGradient, "sign")]
    [InlineData(UpdateKind.PseudoGradient, "two-bit")]
    [InlineData(UpdateKind.PseudoGradient, "top-k")]
    [InlineData(UpdateKind.PseudoGradient, "top-k-bf16")]
    [InlineData(UpdateKind.PseudoGradient, "top-k-two-bit")]
    [InlineData(UpdateKind.Velocity, "top-k")]
    [InlineData(UpdateKind.Momentum, "sign")]
    public void Restore_OwnPart_GoesOnOwingWhatWasOwed(UpdateKind update, string codec)
    {
        var options = new FleetOptions
        {
            Update = update,
            Outer = update == UpdateKind.PseudoGradient ? new OuterNesterov(0.7, 0.9) : null,
            Up = TensorCodecs.Find(codec)!,
            FirstFrozen = new Round(2),
        };
        var parts = new FleetParts(options);
        using var first = parts.MakeReplica();
        using var next = parts.MakeReplica();
        using var forgetful = parts.MakeReplica();
        for (var round = 1; round <= 3; round++)
        {
            TakePart(first, round, options);
        }

        using var saved = first.Save(new WorkerProgress(), withGlobal: true);
        next.Restore(saved.Share(), global: null);
        forgetful.Import(saved.Bytes);

        var expected = TakePart(first, 4, options);
        Assert.Equal(expected, TakePart(next, 4, options));
        Assert.NotEqual(expected, TakePart(forgetful, 4, options));
    }

    /// <summary>A round of a lone worker; what is published is its update.</summary>
    private static byte[] TakePart(WorkerReplica replica, int number, FleetOptions options)
    {
        var round = new Round(number);
        var update = new byte[replica.UpdateLength(round)];
        replica.Train([new SampleRange(2 * number, 2)], 8 * number);
        replica.EncodeUpdate(round, update);
        ITensorFormat format = options.Update == UpdateKind.Momentum && round < options.FirstFrozen ? new Fp32Codec() : options.Up;
        var values = new float[new FleetParts(options).ParameterCount];
        Assert.True(format.TryDecode(update, values));
        replica.Apply(
            new PublishedHeader(new Term(1), default, round, 8 * number, number - 1, 1, ""), MemoryMarshal.AsBytes(values.AsSpan()), hasContributed: true);
        return update;
    }
}
