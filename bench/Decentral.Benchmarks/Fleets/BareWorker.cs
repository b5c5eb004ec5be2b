using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Decentral.Cli.Jobs;
using Decentral.Cli.Runs;
using Decentral.Models.Data;
using Decentral.Models.Optimizers;
using Decentral.Torch;
using Decentral.Training.Protocol;
using Decentral.Training.Workers;

namespace Decentral.Benchmarks.Fleets;

/// <summary>
/// One of two processes that train as a fleet does, with nothing that protects them: the one that listens takes the mean, both
/// make the outer step. If either dies, or a byte is wrong, so be it.
/// </summary>
internal sealed class BareWorker : IDisposable
{
    /// <summary>The command that this program is started with.</summary>
    public const string Command = "bare-worker";

    /// <summary>Said with the port.</summary>
    public const string Listening = "listens at";

    private const int Processes = 2;

    private readonly PreparedJob _prepared;
    private readonly WorkerReplica _replica;
    private readonly float[] _own;
    private readonly float[] _other;
    private readonly float[] _mean;

    private BareWorker(string folder)
    {
        var (job, _) = JobBinder.Bind("job.yaml", [JobFile.Read(Path.Combine(folder, "job.yaml"), "job.yaml")]);
        _prepared = PreparedJob.Prepare(job, Path.Combine(folder, "cache", "bare"), CancellationToken.None);
        TorchSeam.SetLaneThreads(job.Compute.Threads!.Value);
        _replica = _prepared.Trainable.Replicate(TrainableJob.CreateDecoder);
        _own = new float[_prepared.Trainable.ParameterCount];
        _other = new float[_own.Length];
        _mean = new float[_own.Length];
    }

    /// <summary>What is said at the end of a round, before the time.</summary>
    public const string EndOfRound = "a bare round ended";

    /// <summary>Trains in the working directory, until somebody ends it.</summary>
    /// <param name="dial">The port of the one that listens; null for that one.</param>
    public static void Run(int? dial)
    {
        using var worker = new BareWorker(Environment.CurrentDirectory);
        if (dial is { } port)
        {
            using var client = new TcpClient("127.0.0.1", port) { NoDelay = true };
            worker.Train(index: 1, client.GetStream());
        }
        else
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            Console.WriteLine($"{Listening} {((IPEndPoint)listener.LocalEndpoint).Port}");
            using var client = listener.AcceptTcpClient();
            client.NoDelay = true;
            worker.Train(index: 0, client.GetStream());
        }
    }

    public void Dispose()
    {
        _replica.Dispose();
        _prepared.Dispose();
    }

    private void Train(int index, NetworkStream peer)
    {
        var job = _prepared.Job;
        var perRound = job.Sync.Every * job.Inner.Batch;
        for (var round = 0L; ; round++)
        {
            var first = (round * Processes) + index;
            for (var step = 0; step < job.Sync.Every; step++)
            {
                var samples = new SampleRange((first * perRound) + (step * job.Inner.Batch), job.Inner.Batch);
                _replica.Train([samples], samples.First * job.Model.Context);
            }

            _replica.EncodeUpdate(new Round(round + 1), MemoryMarshal.AsBytes(_own.AsSpan()));
            Exchange(index, peer);
            var tokens = (first + Processes) * perRound * job.Model.Context;
            var published = new PublishedHeader(Term: default, Fragment: default, new Round(round + 1), tokens, Arrivals: round * Processes, Processes, Digest: "");
            _replica.Apply(published, MemoryMarshal.AsBytes(_mean.AsSpan()), hasContributed: true);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{EndOfRound} {DateTimeOffset.UtcNow:O}"));
        }
    }

    private void Exchange(int index, NetworkStream peer)
    {
        if (index == 0)
        {
            peer.ReadExactly(MemoryMarshal.AsBytes(_other.AsSpan()));
            TokenWeightedMean.Compute([new WeightedContribution(_own, 1), new WeightedContribution(_other, 1)], _mean);
            peer.Write(MemoryMarshal.AsBytes(_mean.AsSpan()));
        }
        else
        {
            peer.Write(MemoryMarshal.AsBytes(_own.AsSpan()));
            peer.ReadExactly(MemoryMarshal.AsBytes(_mean.AsSpan()));
        }
    }
}
