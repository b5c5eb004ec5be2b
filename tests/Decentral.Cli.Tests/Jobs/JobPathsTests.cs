using Decentral.Cli.Jobs;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Tests.Jobs;

public sealed class JobPathsTests
{
    [Fact]
    public void Anchor_RelativePaths_StartAtTheFolder()
    {
        var job = new Job
        {
            Data = new DataOptions { Source = "texts/*.txt" },
            Model = new ModelOptions { Tokenizer = "tokenizer.json", Weights = "/models/base" },
        };

        var anchored = JobPaths.Anchor(job, "/home/ada");

        Assert.Equal("/home/ada/texts/*.txt", anchored.Data.Source);
        Assert.Equal("/home/ada/tokenizer.json", anchored.Model.Tokenizer);
        Assert.Equal("/models/base", anchored.Model.Weights);
    }

    [Fact]
    public void Anchor_NamesThatAreNoPaths_StayAsTheyAre()
    {
        var job = new Job { Model = new ModelOptions { Tokenizer = ModelOptions.BpeTokenizer } };

        Assert.Equal(job, JobPaths.Anchor(job, "/home/ada"));
    }
}
