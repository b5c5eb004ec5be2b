using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Decentral.Actors.Transfers;
using Decentral.Codecs;
using Decentral.Codecs.Feedback;
using Decentral.Codecs.Sparse;
using Decentral.Models.Optimizers;
using Decentral.Training.Protocol;
using Decentral.Training.Shards;

namespace Decentral.Training.Tests.Shards;

public sealed class EncodedContributionsTests
{
    private static readonly Round Now = new(4);

    public static TheoryData<string> Codecs => [.. TensorCodecs.Names];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Mean_EachCodec_IsThatOfTheDecodedValuesBitForBit(string codec)
    {
        var format = TensorCodecs.Find(codec)!;
        foreach (var length in new[] { 0, 1, 255, 256, 257, 4095, 4096, 4097, 12_345 })
        {
            ImmutableArray<Transferred<ContributionHeader>> contributions =
                [.. Enumerable.Range(0, 11).Select(worker => Contribution(worker, format, Random(length, worker)))];

            AssertIsMeanOfDecoded(contributions, new CodecStages(format), length);
        }
    }

    [Fact]
    public void Mean_ContributionsInSeveralCodecs_IsThatOfTheDecodedValuesBitForBit()
    {
        var stages = new CodecStages([
            (new Round(1), new Fp32Codec()),
            (Now, new TopKCodec(64, new Fp32Codec())),
            (Now.Next, TensorCodecs.Find("int8")!),
            (Now.Next.Next, TensorCodecs.Find("bf16")!),
        ]);
        foreach (var length in new[] { 100, 5000, 10_000 })
        {
            ImmutableArray<Transferred<ContributionHeader>> contributions =
            [
                .. Enumerable.Range(0, 29).Select(worker =>
                {
                    var round = new Round(Now.Value - 1 + (worker / 3 % 4));
                    return Contribution(worker, stages.At(round), Random(length, worker), round);
                }),
            ];

            AssertIsMeanOfDecoded(contributions, stages, length);
        }
    }

    [Fact]
    public void BlockLength_LongerThanAllValues_IsAllOfThem()
    {
        var format = new TopKCodec(64, new Fp32Codec());

        var contributions = new EncodedContributions(
            [Contribution(0, format, Random(100, 0))], new CodecStages(format), 100);

        Assert.Equal(100, contributions.BlockLength);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Mean_OneThatDoesNotDecode_IsRefusedByNameWhateverItWeighs(long weight)
    {
        // Of each block, the scale comes first: not a number in the last one.
        var format = TensorCodecs.Find("int8")!;
        var contribution = Contribution(2, format, Random(9000, 2));
        var bytes = contribution.Payload.Bytes.ToArray();
        MemoryMarshal.Write(bytes.AsSpan(format.EncodedLength(8960)), float.NaN);
        var damaged = new Transferred<ContributionHeader>(
            contribution.Header with { Weight = weight }, Payload.CopyOf(bytes));

        var error = Assert.Throws<InvalidDataException>(() => Mean(
            [Contribution(0, format, Random(9000, 0)), damaged], new CodecStages(format), 9000));

        Assert.Equal($"The contribution of {new WorkerId(2)} to round {Now} is not what int8 encodes.", error.Message);
    }

    [Fact]
    public void Construction_OneOfAnotherLength_IsRefusedByName()
    {
        var format = new Fp32Codec();

        var error = Assert.Throws<InvalidDataException>(() => new EncodedContributions(
            [Contribution(0, format, Random(10, 0)), Contribution(1, format, Random(9, 1))], new CodecStages(format), 10));

        Assert.Equal(
            $"The contribution of {new WorkerId(1)} to round {Now} has 36 bytes; 10 values in fp32 take 40.", error.Message);
    }

    [Theory]
    [InlineData("fp32")]
    [InlineData("bf16")]
    public void Mean_OneThatIsNotFinite_IsNamed(string codec)
    {
        var format = TensorCodecs.Find(codec)!;
        var diverged = Random(9000, 1);
        diverged[8999] = float.PositiveInfinity;

        var error = Assert.Throws<NonFiniteContributionException>(() => Mean(
            [Contribution(0, format, Random(9000, 0)), Contribution(1, format, diverged)], new CodecStages(format), 9000));

        Assert.Equal(1, error.Contribution);
        Assert.Contains("element 8999 is", error.Message);
    }

    private static void AssertIsMeanOfDecoded(
        ImmutableArray<Transferred<ContributionHeader>> contributions, CodecStages stages, int length)
    {
        var expected = new float[length];
        TokenWeightedMean.Compute([.. contributions.Select(contribution => Decoded(contribution, stages, length))], expected);

        var mean = Mean(contributions, stages, length);

        Assert.Equal(Bits(expected), Bits(mean));
    }

    private static float[] Mean(ImmutableArray<Transferred<ContributionHeader>> contributions, CodecStages stages, int length)
    {
        var mean = new float[length];
        TokenWeightedMean.Compute(new EncodedContributions(contributions, stages, length), mean);
        return mean;
    }

    private static WeightedContribution Decoded(Transferred<ContributionHeader> contribution, CodecStages stages, int length)
    {
        var values = new float[length];
        Assert.True(stages.At(contribution.Header.Round).TryDecode(contribution.Payload.Bytes.Span, values));
        return new WeightedContribution(values, contribution.Header.Weight);
    }

    private static Transferred<ContributionHeader> Contribution(int worker, ITensorFormat format, float[] values) =>
        Contribution(worker, format, values, Now);

    private static Transferred<ContributionHeader> Contribution(int worker, ITensorFormat format, float[] values, Round round)
    {
        var bytes = new byte[format.EncodedLength(values.Length)];
        TensorEncoders.For(format, values.Length).Encode(values, bytes);
        var header = new ContributionHeader(
            new FragmentId(0), round, new Term(1), new WorkerId(worker), new Incarnation(1), Tokens: 1, MeanLoss: 1)
        {
            Weight = worker % 4 == 3 ? 0 : 1001 + worker,
        };
        return new Transferred<ContributionHeader>(header, Payload.CopyOf(bytes));
    }

    private static float[] Random(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))];
    }

    private static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];
}
