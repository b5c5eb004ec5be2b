using System.Diagnostics;
using Decentral.Models.Arenas;
using Decentral.Models.Data;
using Decentral.Models.Decoders;
using Decentral.Models.Randomness;
using Decentral.Models.Replicas;
using Decentral.Torch;
using Decentral.Training.Composition;
using Decentral.Training.Jobs;
using Decentral.Training.Workers;

namespace Decentral.Cli.Runs;

/// <summary>A job with its tokens at hand: all that its workers need, on whichever node they are.</summary>
internal sealed class TrainableJob
{
    /// <param name="job">The job, valid with these facts.</param>
    /// <param name="corpus">Its tokens; stays the caller's.</param>
    /// <param name="facts">What the data hold.</param>
    /// <param name="weights">The weights to begin from; null for random ones; stays the caller's.</param>
    public TrainableJob(Job job, TokenCorpus corpus, DataFacts facts, Arena? weights)
    {
        Job = job;
        Facts = facts;
        Weights = weights;
        Composition = new JobComposition(job, facts);
        var seed = (ulong)job.Seed;
        Training = SampleReader.Drawn(
            corpus.Training,
            job.Model.Context,
            sample => new RandomSequence(seed, RandomPurpose.SampleOrder, 0, (long)sample).NextUInt64()).Read;
        var heldOut = facts.HeldOutTokens > job.Model.Context
            ? SampleReader.InSequence(corpus.HeldOut, job.Model.Context)
            : null;
        HeldOutWindows = heldOut?.WindowCount ?? 0;
        HeldOut = heldOut is null ? static (_, _) => { } : heldOut.Read;
    }

    public Job Job { get; }

    public DataFacts Facts { get; }

    public JobComposition Composition { get; }

    public SampleFiller Training { get; }

    public SampleFiller HeldOut { get; }

    public long HeldOutWindows { get; }

    /// <summary>The weights to begin from; null for random ones.</summary>
    public Arena? Weights { get; }

    /// <summary>Where the tensors live, in libtorch's words.</summary>
    public string Device => Job.Compute.Device switch
    {
        DeviceKind.Cpu => "cpu",
        DeviceKind.Cuda => "cuda",
        DeviceKind.Auto => TorchSeam.CudaDeviceNames.Count > 0 ? "cuda" : "cpu",
        _ => throw new UnreachableException(),
    };

    /// <summary>Trainable parameters of the model.</summary>
    public int ParameterCount => checked((int)DecoderParameters.LayOut(Composition.Decoder()).ElementCount);

    /// <summary>A worker's replica, with this model in it or another.</summary>
    /// <param name="model">Makes a model.</param>
    public WorkerReplica Replicate(Func<TrainableJob, IReplica> model) =>
        Composition.Replicate(model(this), Training, HeldOut);

    /// <summary>The job's model as version 0 has it.</summary>
    public static IReplica CreateDecoder(TrainableJob job)
    {
        var replica = new DecoderReplica(job.Composition.Decoder(), job.Composition.Optimizer(), job.Device);
        if (job.Weights is { } weights)
        {
            replica.SetParameters(weights);
        }
        else
        {
            replica.Initialize((ulong)job.Job.Seed);
        }

        return replica;
    }
}
