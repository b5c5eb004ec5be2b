namespace Decentral.Models.Tests.Oracles;

/// <summary>Against what PyTorch 1.13 computed when oracle.py was last run; the files are beside it.</summary>
public sealed class RecordedOracleTests
{
    [Theory]
    [InlineData("gpt")]
    [InlineData("llama")]
    public void Logits_RecordedWeights_AgreeWithPyTorch(string family)
    {
        using var oracle = Open(family);

        oracle.AssertLogits();
    }

    [Theory]
    [InlineData("gpt")]
    [InlineData("llama")]
    public void Gradients_RecordedWeights_AgreeWithPyTorch(string family)
    {
        using var oracle = Open(family);

        oracle.AssertGradients();
    }

    [Theory]
    [InlineData("gpt")]
    [InlineData("llama")]
    public void Training_FiftySteps_AgreesWithPyTorch(string family)
    {
        using var oracle = Open(family);

        oracle.AssertTraining();
    }

    private static OracleCase Open(string family) => new(Path.Combine(AppContext.BaseDirectory, "Oracles", family));
}
