using Decentral.Cli.Jobs;

namespace Decentral.Cli.Tests.Jobs;

/// <summary>
/// What a person is told about a mistake, word for word: each file in Mistakes has its errors beside it.
/// </summary>
public sealed class JobErrorsTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Jobs", "Mistakes");

    public static TheoryData<string> Mistakes =>
        [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Bind_FileWithMistakes_ReportsThemAll(string name)
    {
        var yaml = File.ReadAllText(Path.Combine(Folder, name + ".yaml"));
        var expected = File.ReadAllLines(Path.Combine(Folder, name + ".errors"));

        Assert.Equal(expected, Bind(yaml).Problems.Select(problem => problem.ToString()));
    }

    [Theory]
    [InlineData("workers:\t4\n\tmethod: diloco", 1)]
    [InlineData("inner: [1\nworkers: 4", 1)]
    [InlineData("inner: {steps: 1", 2)]
    [InlineData("name: \"unfinished", 1)]
    [InlineData("workers: 4\n---\nworkers: 5", 2)]
    [InlineData("data: { source: *here }", 1)]
    [InlineData("? [a, b]\n: 1", 1)]
    [InlineData("null", 1)]
    [InlineData("four workers", 1)]
    public void Bind_BrokenYaml_PointsAtTheLine(string yaml, long line) =>
        Assert.Contains(Bind(yaml).Problems, problem => problem.Where.Line == line);

    [Fact]
    public void Bind_WrongOverrides_NamesTheOption()
    {
        string[] assignments = ["sync.evry=3", "workers", "=4", "update.codec=fp32", "inner.batch=many"];
        var layers = new[]
        {
            JobFileReader.Read("job.yaml", "inner: { steps: 1000 }"),
            CommandLineLayer.Read(assignments, data: ""),
        };

        var problems = JobBinder.Bind("job.yaml", layers).Problems;

        Assert.Equal(
            [
                "--set sync.evry=3: sync.evry: expected a field of sync, found an unknown name; "
                    + "did you mean sync.every?",
                "--set workers: workers: expected an integer from 1 to 4096, found no value; write --set workers=value",
                "--set =4: --set: expected path=value, found no path",
                "--set update.codec=fp32: update.codec: expected a section with up, down, density, warmup, feedback, found 'fp32'",
                "--set inner.batch=many: inner.batch: expected an integer from 1 to 1048576, found 'many'",
                "--data: data.source: expected text that is not empty, found nothing",
            ],
            problems.Select(problem => problem.ToString()));
    }

    private static JobBinding Bind(string yaml) => JobBinder.Bind("job.yaml", [JobFileReader.Read("job.yaml", yaml)]);
}
