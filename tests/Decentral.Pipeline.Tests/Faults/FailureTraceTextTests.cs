using Decentral.Pipeline.Faults;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Pipeline.Tests.Faults;

public sealed class FailureTraceTextTests
{
    /// <summary>Of a seed: as long as this holds, so do traces that were published.</summary>
    private const string Golden =
        """
        failure-trace 1
        # seed 7
        # probability 0.2
        stages 5
        iterations 8
        failures 6
        0 2
        2 2
        4 0
        4 3
        6 2
        7 1

        """;

    [Fact]
    public void Write_DrawnFromASeed_GivesTheGoldenText()
    {
        var trace = FailureTraceGenerator.Draw(new FailureTraceOptions
        {
            StageCount = 5,
            IterationCount = 8,
            Probability = 0.2,
            Seed = 7,
        });

        Assert.Equal(Golden, FailureTraceText.Write(trace, "seed 7\nprobability 0.2"));
    }

    [Fact]
    public void Read_AnyTraceWritten_GivesItBack() =>
        Prop.ForAll(Gen.Choose(1, 20).ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), (stages, iterations) =>
        {
            var trace = FailureTraceGenerator.Draw(new FailureTraceOptions
            {
                StageCount = stages,
                IterationCount = iterations,
                Probability = 0.1,
                Seed = (ulong)((stages * 1000) + iterations),
                AllowAdjacent = true,
            });

            var read = FailureTraceText.Read(FailureTraceText.Write(trace), "written");

            Assert.Equal((stages, iterations), (read.StageCount, read.IterationCount));
            Assert.Equal(trace.Failures, read.Failures);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_CommentsBlanksAndOtherLineEnds_DoNotCount()
    {
        var trace = FailureTraceText.Read(
            "# of what\r\n\r\n failure-trace\t1 # here\r\nstages 2\r\niterations 3\r\nfailures 1\r\n\t2   1\r\n\r\n",
            "t");

        Assert.Equal([new StageFailure(2, 1)], trace.Failures);
    }

    [Theory]
    [InlineData("", "t, line 1: found the end of the text, expected 'failure-trace 1'.")]
    [InlineData("failure-trace 2", "t, line 1: found 'failure-trace 2', expected 'failure-trace 1'.")]
    [InlineData("a b c", "t, line 1: found 'a b c', expected 'failure-trace 1'.")]
    [InlineData("failure-trace 1\nstage 2", "line 2: found 'stage 2', expected 'stages' and a number from 1 to 4096.")]
    [InlineData("failure-trace 1\nstages 0", "line 2: found 'stages 0', expected 'stages' and a number")]
    [InlineData("failure-trace 1\nstages", "line 2: found 'stages', expected 'stages' and a number from 1 to 4096.")]
    [InlineData("failure-trace 1\n\nstages 4097", "line 3: found 'stages 4097'")]
    [InlineData("failure-trace 1\nstages 2", "line 2: found the end of the text, expected 'iterations' and a number")]
    [InlineData("failure-trace 1\nstages 2\niterations -1", "line 3: found 'iterations -1'")]
    [InlineData(
        "failure-trace 1\nstages 2\niterations 3\nfailures 7",
        "line 4: found 'failures 7', expected 'failures' and a number from 0 to 6.")]
    public void Read_WrongBeginning_NamesLineFoundAndExpected(string text, string expected) =>
        AssertMistake(expected, text);

    [Theory]
    [InlineData("1", "line 5: found '1', expected an iteration and a stage.")]
    [InlineData("1 2 3", "line 5: found '1 2 3', expected an iteration and a stage.")]
    [InlineData("1 x", "line 5: found '1 x', expected an iteration and a stage.")]
    [InlineData("x 1", "line 5: found 'x 1', expected an iteration and a stage.")]
    [InlineData("1 99999999999", "line 5: found '1 99999999999', expected an iteration and a stage.")]
    [InlineData("3 1", "line 5: found iteration 3, expected one of the 3, from 0.")]
    [InlineData("1 2", "line 5: found stage 2, expected one of the 2, from 0.")]
    [InlineData("1 1\n1 0", "line 6: found '1 0' after '1 1', expected failures to rise by iteration, then by stage.")]
    [InlineData("1 1", "line 5: found 1 failures, expected the 2 that the text announces.")]
    [InlineData("0 0\n0 1\n1 0", "line 7: found 3 failures, expected the 2 that the text announces.")]
    public void Read_WrongFailure_NamesLineFoundAndExpected(string failures, string expected) =>
        AssertMistake(expected, $"failure-trace 1\nstages 2\niterations 3\nfailures 2\n{failures}");

    private static void AssertMistake(string expected, string text) => Assert.Contains(
        expected, Assert.Throws<FormatException>(() => FailureTraceText.Read(text, "t")).Message);
}
