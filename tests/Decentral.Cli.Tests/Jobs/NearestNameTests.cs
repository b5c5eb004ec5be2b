using Decentral.Cli.Jobs;

namespace Decentral.Cli.Tests.Jobs;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("every", "every", 0)]
    [InlineData("evry", "every", 1)]
    [InlineData("eevry", "every", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_TwoTexts_CountsTheEdits(string from, string to, int edits)
    {
        Assert.Equal(edits, NearestName.Distance(from, to));
        Assert.Equal(edits, NearestName.Distance(to, from));
    }

    [Theory]
    [InlineData("learning-rate", "learningRate")]
    [InlineData("LEARNINGRATE", "learningRate")]
    [InlineData("learnngRate", "learningRate")]
    [InlineData("momentom", "momentum")]
    [InlineData("temperature", null)]
    [InlineData("lr", null)]
    public void Find_Misspelling_IsTheNameThatWasMeant(string written, string? meant) =>
        Assert.Equal(meant, NearestName.Find(written, ["optimizer", "learningRate", "momentum"]));

    [Fact]
    public void Find_NoCandidates_IsNone() => Assert.Null(NearestName.Find("x", []));
}
