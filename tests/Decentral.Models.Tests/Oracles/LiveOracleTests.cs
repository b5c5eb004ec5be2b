using System.Diagnostics;
using Decentral.Models.Safetensors;

namespace Decentral.Models.Tests.Oracles;

/// <summary>Against the PyTorch of this machine, with other weights than the recorded ones.</summary>
public sealed class LiveOracleTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("oracle-");

    [Theory]
    [InlineData("gpt")]
    [InlineData("llama")]
    public void Decoder_OtherWeights_AgreesWithPyTorchBothWays(string family)
    {
        var python = FindPython();
        Run(python, "record", _folder.FullName, "20250101");
        using var oracle = new OracleCase(Path.Combine(_folder.FullName, family));

        oracle.AssertLogits();
        oracle.AssertGradients();
        oracle.AssertTraining();

        var exported = Path.Combine(_folder.FullName, "exported");
        var ours = oracle.Export(exported);
        Run(python, "logits", exported);
        using var theirs = SafetensorsFile.Open(Path.Combine(exported, "logits.safetensors"));
        var logits = new float[ours.Length];
        theirs.ReadSingles(theirs["logits"], 0, logits);
        Assert.All(Enumerable.Range(0, ours.Length), index => Assert.Equal(logits[index], ours[index], 1e-4));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string FindPython()
    {
        string[] candidates = ["/usr/bin/python3", "python3"];
        var python = candidates.FirstOrDefault(candidate => TryRun(candidate, ["-c", "import torch"]).Succeeded);
        Assert.SkipWhen(python is null, "No python3 here has PyTorch (Debian: python3-torch).");
        return python;
    }

    private static void Run(string python, params string[] arguments)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Oracles", "oracle.py");
        var (succeeded, errors) = TryRun(python, [script, .. arguments]);
        Assert.True(succeeded, errors);
    }

    private static (bool Succeeded, string Errors) TryRun(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode == 0, errors + output.Result);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            // There is no such program.
            return (false, error.Message);
        }
    }
}
