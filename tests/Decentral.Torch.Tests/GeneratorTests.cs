namespace Decentral.Torch.Tests;

/// <summary>Libtorch has one generator for the process: nobody else may draw meanwhile.</summary>
[Collection(nameof(GeneratorTests))]
[CollectionDefinition(nameof(GeneratorTests), DisableParallelization = true)]
public sealed class GeneratorTests
{
    [Fact]
    public void Draws_AfterTheSameSeed_AreEqual()
    {
        using var scope = torch.NewDisposeScope();

        Assert.Equal(Draw(), Draw());

        static float[] Draw()
        {
            torch.manual_seed(7);
            return torch.cat(
            [
                torch.randn(3), torch.rand([3]), torch.randint(5, [3]).@float(),
                torch.empty(3).normal_(), torch.empty(3).uniform_(0, 1),
            ]).data<float>().ToArray();
        }
    }
}
