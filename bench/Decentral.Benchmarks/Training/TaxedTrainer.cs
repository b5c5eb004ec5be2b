using Decentral.Cli.Runs;
using Decentral.Models.Data;
using Decentral.Models.Replicas;
using Decentral.Torch;
using Decentral.Training.Jobs;

namespace Decentral.Benchmarks.Training;

/// <summary>One replica that trains by turns under the production runtime and in a bare loop.</summary>
internal sealed class TaxedTrainer : IDisposable
{
    private const int TextBytes = 1 << 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("decentral-tax-");
    private readonly Job _job;
    private readonly PreparedJob _prepared;
    private readonly IReplica _replica;
    private readonly TrainingRuntime _runtime;
    private readonly int _steps;
    private readonly long[] _windows;

    /// <param name="steps">Steps of one turn.</param>
    public TaxedTrainer(int steps)
    {
        _steps = steps;
        _job = CreateJob(WriteText(), steps);
        _prepared = PreparedJob.Prepare(_job, CacheFolder, CancellationToken.None);
        _replica = new DecoderReplica(_prepared.Composition.Decoder(), _prepared.Composition.Optimizer());
        _runtime = new TrainingRuntime(TimeProvider.System, CacheFolder)
        {
            CreateReplica = _ => new BorrowedReplica(_replica),
        };
        _windows = new long[_job.Inner.Batch * (_job.Model.Context + 1)];
        TorchSeam.SetLaneThreads(_job.Compute.Threads!.Value);
    }

    /// <summary>Training tokens of one turn.</summary>
    public long Tokens => _job.TokensPerStep * _steps;

    /// <summary>What is trained.</summary>
    public string Description =>
        $"{_steps} steps of {_job.Inner.Batch} x {_job.Model.Context} tokens, H = {_job.Sync.Every}, " +
        $"a snapshot every {_job.Snapshots.Every}, {_prepared.Trainable.ParameterCount:N0} parameters";

    private string CacheFolder => Path.Combine(_folder.FullName, "cache");

    /// <summary>One whole run.</summary>
    public void TrainUnderRuntime()
    {
        var folder = RunFolder.Choose(_job, "run", _folder.FullName);
        var summary = _runtime.TrainAsync(_job, folder, null, new SilentObserver(), CancellationToken.None).GetAwaiter().GetResult();
        if (summary.Tokens != Tokens)
        {
            throw new InvalidOperationException($"The run trained {summary.Tokens} tokens instead of {Tokens}.");
        }

        Directory.Delete(folder.Location, recursive: true);
    }

    /// <summary>The same steps with nothing around them.</summary>
    public void TrainBare()
    {
        var schedule = _prepared.Composition.LearningRate();
        var batch = _job.Inner.Batch;
        for (var step = 0; step < _steps; step++)
        {
            _prepared.Trainable.Training(new SampleRange(step * batch, batch), _windows);
            var learningRate = schedule.At(step * _job.TokensPerStep);
            _replica.TrainStep(new TokenBatch(_windows, batch), new StepSettings(learningRate, _job.Inner.Clip));
        }
    }

    public void Dispose()
    {
        _prepared.Dispose();
        _replica.Dispose();
        _folder.Delete(recursive: true);
    }

    private static Job CreateJob(string textPath, int steps)
    {
        var job = new Job().With(MethodKind.Diloco);
        return job with
        {
            Name = "protection-tax",
            Workers = 1,
            Data = new DataOptions { Source = textPath, HeldOut = 0, Format = DataFormat.Bytes },
            Sync = job.Sync with { Every = 50 },
            Inner = new InnerOptions { Batch = 4, Steps = steps },
            Sample = new SampleOptions { Tokens = 0 },
            Compute = new ComputeOptions { Device = DeviceKind.Cpu, Lanes = 1, Threads = 1 },
        };
    }

    // What the text says changes nothing about the work.
    private string WriteText()
    {
        var text = new byte[TextBytes];
        new Random(1).NextBytes(text);
        var path = Path.Combine(_folder.FullName, "text.bin");
        File.WriteAllBytes(path, text);
        return path;
    }
}
