using Decentral.Benchmarks.Methods;

namespace Decentral.Benchmarks.Tests.Methods;

/// <summary>A grid of a few cells in a folder of its own, which goes with it.</summary>
internal sealed class SmallGrid : IDisposable
{
    /// <summary>Two methods, tuned at two points each and then trained on two corpora.</summary>
    public const string Yaml = """
        base: base.yaml
        baseline: data-parallel
        corpora: { one.txt: d1, two.txt: d2 }
        groups:
          tune: { purpose: To choose rates by., set: { inner.steps: 1000 }, corpora: [one.txt], tuning: true }
          final: { purpose: With what was tuned., set: { inner.steps: 4000 }, corpora: [one.txt, two.txt], plot: true }
        methods:
          data-parallel:
            set: { method: data-parallel }
            tune: [ { inner.learningRate: [1e-3, 2e-3] } ]
            tuned: { inner.learningRate: 2e-3 }
            in: { tune: 1, final: 2 }
            baseline: data-parallel
          diloco:
            set: { method: diloco, sync.every: 10 }
            tune: [ { outer.learningRate outer.momentum: [0.7 0.9, 1.0 0.8] } ]
            tuned: { outer.learningRate: 1.0, outer.momentum: 0.8 }
            in: { tune: 1, final: 1 }
            baseline: data-parallel
        relations:
          - { claim: It is near, source: a paper, groups: [final, tune], method: diloco, against: data-parallel, atMost: 3 }
          - { claim: It is far, source: a paper, groups: [final, tune], method: diloco, against: data-parallel, atLeast: 3 }
          - { claim: It scales, source: a paper, outOfReach: one machine }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("decentral-grid-");

    public SmallGrid(string baseJob = "name: base\nworkers: 4\n")
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "base.yaml"), baseJob);
        Results = new ResultFolder(Path.Combine(_folder.FullName, "results"));
    }

    public ResultFolder Results { get; }

    public MethodGrid Read(string yaml = Yaml) => GridReader.Parse(yaml, _folder.FullName);

    public GridStatus Status(string yaml = Yaml) => GridStatus.Of(Read(yaml), Results);

    /// <summary>Keeps a result of every cell, whose loss is what <paramref name="loss"/> says.</summary>
    public void Finish(Func<Cell, double> loss)
    {
        foreach (var entry in Status().Entries)
        {
            Results.Keep(ResultOf(entry, loss(entry.Cell)));
        }
    }

    /// <summary>A result whose bytes are 1,000 a token, or a fiftieth of it.</summary>
    public static CellResult ResultOf(CellEntry entry, double loss) => new()
    {
        Configuration = entry.Configuration,
        Loss = loss,
        Tokens = 100,
        Rounds = 1,
        BytesSent = entry.Cell.Method.Name == "diloco" ? 2_000 : 100_000,
        Seconds = 1,
        Curve = [],
        Made = "a machine, load average 1",
    };

    public void Dispose() => _folder.Delete(recursive: true);
}
