using Decentral.Codecs.Feedback;
using Decentral.Codecs.Sparse;
using Decentral.Measuring;
using FsCheck.Fluent;
using FsCheck;

namespace Decentral.Codecs.Tests.Feedback;

public sealed class ErrorFeedbackTests
{
    private static readonly TopKCodec TopK = new(64, new Fp32Codec());

    [Fact]
    public void Encode_TopKOverManyRounds_SentAndResidualAreExactlyWhatCameIn() =>
        Prop.ForAll(Gen.Choose(1, 9000).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (length, seed) =>
        {
            // Integers this small add up without rounding.
            var random = new System.Random(seed);
            var feedback = new ErrorFeedback(TopK, length);
            var (came, sent) = (new float[length], new float[length]);
            for (var round = 0; round < 10; round++)
            {
                float[] update = [.. Enumerable.Range(0, length).Select(_ => random.Next(-1000, 1000))];
                Add(update, came);
                Add(Send(feedback, update), sent);
            }

            Add(feedback.Residual, sent);

            Assert.Equal(came, sent);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Encode_AnyCodec_SentAndResidualAreWhatCameInUpToRounding()
    {
        foreach (var codec in TensorCodecs.Names.Select(TensorCodecs.Find).OfType<IContractiveCodec>())
        {
            var feedback = new ErrorFeedback(codec, 5000);
            var (came, sent) = (new float[5000], new float[5000]);
            for (var round = 0; round < 20; round++)
            {
                var update = Values.Normal(5000, round);
                Add(update, came);
                Add(Send(feedback, update), sent);
            }

            Add(feedback.Residual, sent);

            Assert.All(came.Zip(sent), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    [Fact]
    public void Encode_SameUpdateAgainAndAgain_IsSentInTheMean()
    {
        // What error feedback is for: without it the small values would never be sent.
        const int Rounds = 2000;
        var update = Values.Normal(1000);
        var feedback = new ErrorFeedback(TopK, update.Length);
        var sent = new float[update.Length];
        for (var round = 0; round < Rounds; round++)
        {
            Add(Send(feedback, update), sent);
        }

        Assert.All(update.Zip(sent), pair => Assert.Equal(pair.First, pair.Second / Rounds, 0.001));
    }

    [Fact]
    public void Encode_WithDecay_WeakensWhatIsOwed()
    {
        var feedback = new ErrorFeedback(new TopKCodec(2048, new Fp32Codec()), 2, decay: 0.5f);

        Assert.Equal([8f, 0f], Send(feedback, [8, 4]));
        Assert.Equal([0f, 4f], feedback.Residual.ToArray());
        Assert.Equal([3f, 0f], Send(feedback, [3, 0]));
        Assert.Equal([0f, 2f], feedback.Residual.ToArray());
    }

    [Fact]
    public void Encode_Values_LeavesThemAsTheyAre()
    {
        var update = Values.Normal(5000);

        Send(new ErrorFeedback(TopK, update.Length), update);

        Values.AssertSameBits(Values.Normal(5000), update);
    }

    [Fact]
    public void Encode_NotFinite_DoesNotPoisonWhatComesAfter()
    {
        var feedback = new ErrorFeedback(TopK, 64);
        Send(feedback, [.. Enumerable.Repeat(float.NaN, 32), .. Enumerable.Repeat(float.NegativeInfinity, 32)]);

        var sent = Send(feedback, new float[64]);

        Assert.All(sent, value => Assert.True(float.IsFinite(value)));
        Assert.All(feedback.Residual.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Residual_SavedAndWrittenBack_GoesOnWithTheSameBytes()
    {
        var first = new ErrorFeedback(TopK, 5000);
        Send(first, Values.Normal(5000, 1));
        var saved = first.Residual.ToArray();
        var expected = Send(first, Values.Normal(5000, 2));

        var second = new ErrorFeedback(TopK, 5000);
        saved.CopyTo(second.Residual);

        Values.AssertSameBits(expected, Send(second, Values.Normal(5000, 2)));
    }

    [Fact]
    public void Reset_AfterRounds_OwesNothing()
    {
        var feedback = new ErrorFeedback(TopK, 5000);
        Send(feedback, Values.Normal(5000));

        feedback.Reset();

        Assert.All(feedback.Residual.ToArray(), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Encode_OtherLengths_ThrowsAndKeepsTheResidual()
    {
        var feedback = new ErrorFeedback(TopK, 5000);
        Send(feedback, Values.Normal(5000));
        var before = feedback.Residual.ToArray();
        var bytes = new byte[TopK.EncodedLength(5000)];

        Assert.Throws<ArgumentOutOfRangeException>(() => feedback.Encode(new float[4999], bytes));
        Assert.Throws<ArgumentOutOfRangeException>(() => feedback.Encode(new float[5000], new byte[bytes.Length + 1]));

        Values.AssertSameBits(before, feedback.Residual);
    }

    [Fact]
    public void Encode_OnceWarm_AllocatesNothing()
    {
        var feedback = new ErrorFeedback(TopK, 5000);
        var (values, bytes) = (Values.Normal(5000), new byte[TopK.EncodedLength(5000)]);

        Assert.Equal(0, Allocations.OfWarm(() => feedback.Encode(values, bytes)));
    }

    [Fact]
    public void Accumulate_AnyValues_EqualsTheReferenceBitForBit() =>
        Prop.ForAll(Values.Any, Gen.Choose(0, 1000).ToArbitrary(), (values, thousandths) =>
        {
            var (fast, reference) = (Values.Normal(values.Length), Values.Normal(values.Length));

            ErrorFeedback.Accumulate(values, thousandths / 1000f, fast);
            ErrorFeedback.AccumulateReference(values, thousandths / 1000f, reference);

            Assert.Equal(reference, fast);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.1f)]
    [InlineData(float.NaN)]
    public void Constructor_DecayThatIsNone_Throws(float decay) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ErrorFeedback(TopK, 1, decay));

    private static float[] Send(ErrorFeedback feedback, float[] values)
    {
        var encoded = new byte[feedback.Format.EncodedLength(values.Length)];
        feedback.Encode(values, encoded);
        return Coding.Decode(feedback.Format, encoded, values.Length);
    }

    private static void Add(ReadOnlySpan<float> values, Span<float> sum)
    {
        for (var index = 0; index < values.Length; index++)
        {
            sum[index] += values[index];
        }
    }
}
