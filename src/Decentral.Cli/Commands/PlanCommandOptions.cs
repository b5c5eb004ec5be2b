using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Decentral.Cli.Hosting;
using Decentral.Cli.Plans;
using Decentral.Pipeline.Planning;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Commands;

/// <summary>The options by which a plan is told of machines and microbatches.</summary>
internal sealed class PlanCommandOptions
{
    /// <summary>Members at most: a plan looks at many orders of them.</summary>
    private const int MostMembers = 64;

    /// <summary>Bytes a second.</summary>
    private const long SlowestLink = 125;
    private const long LeastMemory = 1 << 20;
    private const string DefaultLink = "100Mbit";
    private const string DefaultLatency = "1ms";
    private const string DefaultOperations = "100GFLOP/s";

    private readonly Option<int?> _stages = new("--stages")
    {
        Description = "Stages that the layers are cut into; the job's, or as many of the --speeds as make a step the shortest, when left out.",
        HelpName = "N",
    };

    private readonly Option<int?> _microbatches = new("--microbatches")
    {
        Description = "Microbatches of a step; those of the job's pipeline, or one for each sequence, when left out.",
        HelpName = "N",
    };

    private readonly Option<string?> _schedule = new("--schedule")
    {
        Description = "The order of passes: gpipe, 1f1b or interleaved; the job's, or 1f1b, when left out.",
        HelpName = "KIND",
    };

    private readonly Option<int?> _chunks = new("--chunks")
    {
        Description = "Chunks of layers that each stage of an interleaved schedule has; the job's, or 2, when left out.",
        HelpName = "N",
    };

    private readonly Option<string?> _speeds = new("--speeds")
    {
        Description = "How fast each machine is, as in 1:1:2:4; all alike, one for each stage, when left out.",
        HelpName = "RATIOS",
    };

    private readonly Option<string?> _memory = new("--memory")
    {
        Description = "Memory of each machine, as in 8GiB, or by machine, as in 8GiB,4GiB; without limit when left out.",
        HelpName = "SIZES",
    };

    private readonly Option<string> _link = new("--link")
    {
        Description = "What each machine's link carries each way.",
        HelpName = "RATE",
        DefaultValueFactory = _ => DefaultLink,
    };

    private readonly Option<string> _latency = new("--latency")
    {
        Description = "What each transfer takes beside its bytes.",
        HelpName = "TIME",
        DefaultValueFactory = _ => DefaultLatency,
    };

    private readonly Option<string> _operations = new("--flops")
    {
        Description = "Operations a second of a machine of speed 1.",
        HelpName = "RATE",
        DefaultValueFactory = _ => DefaultOperations,
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_stages, _microbatches, _schedule, _chunks, _speeds, _memory, _link, _latency, _operations])
        {
            command.Options.Add(option);
        }
    }

    /// <param name="line">What was asked for.</param>
    /// <param name="job">A job, whose pipeline stands for what was not.</param>
    /// <exception cref="MistakeException">An option is not what it should be.</exception>
    public PlanRequest Read(ParseResult line, Job job)
    {
        var stated = job.Pipeline.Stages > 0 ? job.Pipeline : null;
        var stages = line.GetValue(_stages) ?? stated?.Stages;
        var schedule = line.GetValue(_schedule) is { } text ? ScheduleOf(text) : job.Pipeline.Schedule;
        return new PlanRequest
        {
            Members = MembersOf(line, stages),
            Stages = stages,
            Microbatches = line.GetValue(_microbatches) ?? (stated is null ? null : job.Inner.Accumulation),
            Schedule = schedule,
            Chunks = line.GetValue(_chunks) ?? ChunksOf(schedule, stated),
            OperationsPerSecond = QuantityOption.ParseOperations(_operations.Name, line.GetRequiredValue(_operations)),
        };
    }

    /// <summary>Chunks are those of the schedule that they were stated with.</summary>
    private static int ChunksOf(PipelineScheduleKind schedule, PipelineOptions? stated) =>
        stated?.Schedule == schedule ? stated.Chunks
        : schedule == PipelineScheduleKind.Interleaved ? 2
        : 1;

    private PipelineScheduleKind ScheduleOf(string text)
    {
        var kinds = Enum.GetValues<PipelineScheduleKind>();
        var found = Array.FindIndex(kinds, kind => ChoiceName.Of(kind) == text);
        return found >= 0
            ? kinds[found]
            : throw new MistakeException($"{_schedule.Name}: expected {string.Join(", ", kinds.Select(ChoiceName.Of))}, found '{text}'");
    }

    private ImmutableArray<PipelineMember> MembersOf(ParseResult line, int? stages)
    {
        var speeds = SpeedsOf(line, stages);
        var memories = MemoriesOf(line, speeds.Length);
        var link = new MemberLink(
            QuantityOption.ParseRate(_link.Name, line.GetRequiredValue(_link), SlowestLink),
            QuantityOption.ParseSpan(_latency.Name, line.GetRequiredValue(_latency), TimeSpan.Zero));
        return
        [
            .. speeds.Select((speed, i) => new PipelineMember
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"machine {i}"),
                Speed = speed,
                Memory = memories[i],
                Link = link,
            }),
        ];
    }

    private ImmutableArray<double> SpeedsOf(ParseResult line, int? wanted)
    {
        if (line.GetValue(_speeds) is { } text)
        {
            ImmutableArray<double> speeds = [.. text.Split(':').Select(speed => ParseSpeed(speed, text))];
            return speeds.Length <= MostMembers
                ? speeds
                : throw new MistakeException($"{_speeds.Name}: expected at most {MostMembers} machines, found {speeds.Length}");
        }

        var stages = wanted ?? throw new MistakeException(
            $"{_stages.Name}: expected how many stages there are to be, or how fast machines are by {_speeds.Name}, as in 1:1:2:4");
        return stages is >= 1 and <= MostMembers
            ? [.. Enumerable.Repeat(1.0, stages)]
            : throw new MistakeException($"{_stages.Name}: expected 1 to {MostMembers}, found {stages}");
    }

    private double ParseSpeed(string speed, string text) =>
        double.TryParse(speed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ratio) && ratio > 0 && double.IsFinite(ratio)
            ? ratio
            : throw new MistakeException($"{_speeds.Name}: expected numbers above 0 with colons between them, as in 1:1:2:4, found '{text}'");

    private ImmutableArray<long> MemoriesOf(ParseResult line, int members)
    {
        if (line.GetValue(_memory) is not { } text)
        {
            return [.. Enumerable.Repeat(long.MaxValue, members)];
        }

        ImmutableArray<long> memories = [.. text.Split(',').Select(size => QuantityOption.ParseBytes(_memory.Name, size, LeastMemory))];
        return memories.Length == 1 ? [.. Enumerable.Repeat(memories[0], members)]
            : memories.Length == members ? memories
            : throw new MistakeException($"{_memory.Name}: expected 1 size, or {members} as there are machines, found {memories.Length}");
    }
}
