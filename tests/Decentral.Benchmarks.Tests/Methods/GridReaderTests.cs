namespace Decentral.Benchmarks.Tests.Methods;

public sealed class GridReaderTests
{
    [Fact]
    public void Cells_OfTuningGroup_AreThePointsOfEachMethodByTurns()
    {
        using var grid = new SmallGrid();

        var cells = grid.Read().Cells().Where(cell => cell.Group.Name == "tune").Select(cell => cell.ToString());

        Assert.Equal(
            [
                "tune/data-parallel inner.learningRate=1e-3 on one.txt, seed 1",
                "tune/diloco outer.learningRate=0.7 outer.momentum=0.9 on one.txt, seed 1",
                "tune/data-parallel inner.learningRate=2e-3 on one.txt, seed 1",
                "tune/diloco outer.learningRate=1.0 outer.momentum=0.8 on one.txt, seed 1",
            ],
            cells);
    }

    [Fact]
    public void Cells_OfOtherGroup_TakeWhatWasTunedOnEachCorpusAndSeed()
    {
        using var grid = new SmallGrid();

        var cells = grid.Read().Cells().Where(cell => cell.Group.Name == "final").ToList();

        Assert.Equal(
            [
                "final/data-parallel on one.txt, seed 1", "final/diloco on one.txt, seed 1",
                "final/data-parallel on two.txt, seed 1", "final/diloco on two.txt, seed 1",
                "final/data-parallel on one.txt, seed 2", "final/data-parallel on two.txt, seed 2",
            ],
            cells.Select(cell => cell.ToString()));
        Assert.Equal(
            "inner.steps=4000 method=diloco sync.every=10 outer.learningRate=1.0 outer.momentum=0.8 seed=1",
            string.Join(' ', cells[1].Settings));
    }

    [Fact]
    public void Points_OfTwoAxes_AreAllCombinations()
    {
        using var grid = new SmallGrid();
        var yaml = SmallGrid.Yaml.Replace("[1e-3, 2e-3] }", "[1e-3, 2e-3], inner.beta2: [0.95, 0.99] }", StringComparison.Ordinal);

        var read = grid.Read(yaml);

        Assert.Equal(
            [
                "inner.learningRate=1e-3 inner.beta2=0.95", "inner.learningRate=1e-3 inner.beta2=0.99",
                "inner.learningRate=2e-3 inner.beta2=0.95", "inner.learningRate=2e-3 inner.beta2=0.99",
            ],
            read.Methods[0].PointsIn(read.Groups[0]).Select(point => string.Join(' ', point)));
    }

    [Theory]
    [InlineData("tuned: {", "tuend: {", "'tuend' is unknown here")]
    [InlineData("0.7 0.9", "0.7", "1 values for the 2 fields")]
    [InlineData("corpora: [one.txt]", "corpora: [three.txt]", "'three.txt' is no corpus")]
    [InlineData("method: diloco, against", "method: deloco, against", "'deloco' is unknown")]
    public void Read_Mistake_NamesItsLine(string written, string mistaken, string message)
    {
        using var grid = new SmallGrid();
        var yaml = SmallGrid.Yaml.Replace(written, mistaken, StringComparison.Ordinal);

        var fault = Assert.Throws<InvalidDataException>(() => grid.Read(yaml));

        Assert.Matches("^Line [0-9]+ of the grid: ", fault.Message);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Status_JobThatIsRefused_NamesTheCell()
    {
        using var grid = new SmallGrid();
        var yaml = SmallGrid.Yaml.Replace("sync.every: 10", "sync.evry: 10", StringComparison.Ordinal);

        var fault = Assert.Throws<InvalidDataException>(() => grid.Status(yaml));

        Assert.Contains("tune/diloco", fault.Message, StringComparison.Ordinal);
        Assert.Contains("did you mean sync.every?", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void On_FileOfAnotherText_TakesThePlaceOfAllCorpora()
    {
        using var grid = new SmallGrid();

        var read = grid.Read().On([new("mine.txt", "d3", "/mine.txt")]);

        Assert.All(read.Cells(), cell => Assert.Equal("/mine.txt", cell.Corpus.Location));
    }

    [Fact]
    public void On_FileOfKnownText_SaysWhereThatCorpusIs()
    {
        using var grid = new SmallGrid();

        var read = grid.Read().On([new("renamed.txt", "d2", "/renamed.txt")]);

        Assert.Equal([null, "/renamed.txt"], read.Groups[1].Corpora.Select(corpus => corpus.Location));
    }
}
