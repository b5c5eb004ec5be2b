using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Decentral.Benchmarks.Measuring;
using Decentral.Benchmarks.Reference;

namespace Decentral.Benchmarks.Training;

/// <summary>bench/pytorch/loop.py in a process of its own, which trains when it is told to.</summary>
internal sealed class PyTorchLoop : IDisposable
{
    private readonly Process _process;

    public PyTorchLoop(TrainingShape shape)
    {
        var model = TrainingShape.Model;
        (string Name, int Value)[] options =
        [
            ("layers", model.Layers),
            ("width", model.Width),
            ("heads", model.Heads),
            ("context", model.Context),
            ("vocabulary", model.Vocabulary),
            ("batch", shape.Batch),
            ("threads", shape.Threads),
        ];
        _process = Process.Start(new ProcessStartInfo(
            PyTorchRun.Python,
            [
                Repository.PathOf("bench", "pytorch", "loop.py"),
                .. options.SelectMany(IEnumerable<string> (option) =>
                    [$"--{option.Name}", option.Value.ToString(CultureInfo.InvariantCulture)]),
            ])
        {
            // torch.set_num_threads does not reach OpenBLAS, which takes all cores unless its own variable says otherwise.
            Environment = { ["OPENBLAS_NUM_THREADS"] = shape.Threads.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Version = $"PyTorch {ReadLine()["torch"]}";
    }

    /// <summary>Which PyTorch it is.</summary>
    public string Version { get; }

    /// <summary>Makes so many steps; processor time is that of the other process.</summary>
    public Measurement Train(int steps)
    {
        _process.StandardInput.WriteLine(steps);
        _process.StandardInput.Flush();
        var done = ReadLine();
        return new Measurement(
            done["tokens"]!.GetValue<long>(),
            TimeSpan.FromSeconds(done["seconds"]!.GetValue<double>()),
            TimeSpan.FromSeconds(done["cpuSeconds"]!.GetValue<double>()),
            AllocatedBytes: 0);
    }

    /// <summary>Ends the process, which stops at the end of its input.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private JsonNode ReadLine() => _process.StandardOutput.ReadLine() is { } line
        ? JsonNode.Parse(line)!
        : throw new InvalidOperationException("bench/pytorch/loop.py ended; its standard error says why.");
}
