using Decentral.Models.Safetensors;

namespace Decentral.Models.Tests.Oracles;

/// <summary>Against the PyTorch of this machine, with other weights than the recorded ones.</summary>
public sealed class LiveOracleTests : IDisposable
{
    private static readonly string Script = Path.Combine("Oracles", "oracle.py");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("oracle-");

    [Theory]
    [InlineData("gpt")]
    [InlineData("llama")]
    public void Decoder_OtherWeights_AgreesWithPyTorchBothWays(string family)
    {
        var python = Python.With("torch", "No python3 here has PyTorch (Debian: python3-torch).");
        python.Run(Script, ["record", _folder.FullName, "20250101"]);
        using var oracle = new OracleCase(Path.Combine(_folder.FullName, family));

        oracle.AssertLogits();
        oracle.AssertGradients();
        oracle.AssertTraining();

        var exported = Path.Combine(_folder.FullName, "exported");
        var ours = oracle.Export(exported);
        python.Run(Script, ["logits", exported]);
        using var theirs = SafetensorsFile.Open(Path.Combine(exported, "logits.safetensors"));
        var logits = new float[ours.Length];
        theirs.ReadSingles(theirs["logits"], 0, logits);
        Assert.All(Enumerable.Range(0, ours.Length), index => Assert.Equal(logits[index], ours[index], 1e-4));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
