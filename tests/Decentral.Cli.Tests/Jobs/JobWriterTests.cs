using Decentral.Cli.Jobs;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Tests.Jobs;

public sealed class JobWriterTests
{
    private static readonly Job Steps = new() { Inner = new InnerOptions { Steps = 1000 } };

    public static TheoryData<Job> Jobs =>
    [
        Steps,
        Steps.With(MethodKind.DataParallel),
        Steps.With(MethodKind.LocalSgd),
        Steps.With(MethodKind.Pipeline),
        Steps.With(MethodKind.Pipeline) with
        {
            Pipeline = new PipelineOptions { Stages = 2, Schedule = PipelineScheduleKind.Interleaved, Chunks = 2, Buddy = BuddyKind.None },
        },
        Steps with
        {
            Model = new ModelOptions { Kind = ModelKind.Llama, KeyValueHeads = 2, Tokenizer = "a b.json" },
            Data = new DataOptions { Source = "C:\\texts: \"all\" #1, 'ü' *.jsonl", Field = "null", HeldOut = 1.0 / 7 },
            Sync = new SyncOptions { Every = 10 },
            Sample = new SampleOptions { Prompt = "line one\n\tline two ", Tokens = 0 },
            Seed = long.MaxValue,
        },
        Steps with { Sample = new SampleOptions { Prompt = " " }, Data = new DataOptions { Source = "- ~" } },
    ];

    [Theory]
    [MemberData(nameof(Jobs))]
    public void Write_AnyJob_ReadsBackAsTheSame(Job job)
    {
        var binding = JobBinder.Bind("job.yaml", [JobFileReader.Read("job.yaml", JobWriter.Write(job))]);

        Assert.Empty(binding.Problems);
        Assert.Equal(job, binding.Job);
    }

    [Fact]
    public void Write_DataParallelJob_StatesEveryFieldThatHasAnEffect() => Assert.Equal(
        """
        name: run
        method: data-parallel
        workers: 4
        seed: 1
        model:
          kind: gpt
          layers: 4
          width: 128
          heads: 4
          context: 128
          tokenizer: bytes
          tiedHead: true
        data:
          source: sdk-docs
          heldOut: 0.05
        sync:
          every: 1
          fragments: 1
          overlap: 0
          mixing: 0
          shards: hub
          quorum: 1
        update:
          kind: gradient
          codec:
            up: fp32
            down: fp32
        aggregate: mean
        outer:
          optimizer: none
        pipeline:
          stages: 0
        inner:
          optimizer: adamw
          learningRate: 0.0004
          schedule: cosine
          warmup: 100
          floor: 0.1
          batch: 8
          accumulation: 1
          steps: 1000
          clip: 1
          beta1: 0.9
          beta2: 0.95
          epsilon: 1E-08
          weightDecay: 0.1
        evaluation:
          every: 50
          sequences: 64
        snapshots:
          every: 30s
          keep: 2
        sample:
          prompt: "The "
          tokens: 200
          temperature: 0.8
        compute:
          device: auto
        limits:
          members: 256
          mailbox: 4096
          recoveries: 100

        """,
        JobWriter.Write(Steps.With(MethodKind.DataParallel)));
}
