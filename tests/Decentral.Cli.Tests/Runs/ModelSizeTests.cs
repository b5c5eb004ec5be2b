using Decentral.Cli.Runs;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Tests.Runs;

public sealed class ModelSizeTests
{
    private const int Width = 1024;

    /// <summary>A model of one layer is as large as its vocabulary makes it.</summary>
    [Theory]
    [InlineData(MethodKind.Diloco, 92_000, true)]
    [InlineData(MethodKind.Diloco, 93_000, false)]
    [InlineData(MethodKind.LocalSgd, 118_000, true)]
    [InlineData(MethodKind.LocalSgd, 119_000, false)]
    [InlineData(MethodKind.DataParallel, 118_000, true)]
    [InlineData(MethodKind.DataParallel, 119_000, false)]
    public void Check_ModelOfAboutAHundredMillionParameters_FitsAsFarAsASnapshotHoldsIt(
        MethodKind method, int vocabulary, bool fits)
    {
        var preset = MethodPreset.For(method);
        var job = new Job
        {
            Model = new ModelOptions { Layers = 1, Width = Width, Vocabulary = vocabulary },
            Update = preset.Update,
            Outer = preset.Outer,
        };

        var problems = ModelSize.Check(job, new DataFacts(0, 0, 256));

        Assert.Equal(fits, problems.Count == 0);
    }
}
