using System.Text.Json;
using Decentral.Cli.Commands;

namespace Decentral.Cli.Tests.Commands;

public sealed class PlanCommandTests : IDisposable
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private readonly RecordedHost _recorded = new();

    public void Dispose() => _recorded.Dispose();

    [Fact]
    public async Task Plan_Job_SaysWhoHasWhatAndWhatAStepTakes()
    {
        _recorded.Save("job.yaml", "name: small\nmodel: { layers: 8 }\ninner: { steps: 1000, batch: 8 }\n");

        var code = await RunAsync("job.yaml --stages 4 --microbatches 8 --link 100Gbit/s --latency 0ms");

        Assert.Equal(0, code);
        Assert.Matches(@"\nmodel +1\.64 M parameters in 8 layers, of small\n", _recorded.Output);
        Assert.Matches(@"\nschedule +1f1b, 4 stages with 8 microbatches, each of 1 sequence\n", _recorded.Output);
        Assert.Matches(@"\nbubble +27 % of equal stages without transfers; \d+ % of these, on the timeline\n", _recorded.Output);
        Assert.Matches(@"\nlosses +any 3 of 4 members may be lost and the model still fits; 4 plans made ahead\n", _recorded.Output);
        Assert.Matches(@"\n0 +machine 0 +1 +layers 0 to 1 .* 4 +\d+ % +65\.5 kB +0 B\n", _recorded.Output);
        Assert.Matches(@"\n3 +machine 3 +1 +layers 6 to 7 .* 1 +\d+ % +0 B +65\.5 kB\n", _recorded.Output);
        Assert.DoesNotContain("F0", _recorded.Output, Ordinal);
    }

    [Fact]
    public async Task Plan_UnequalMachines_GiveTheFastMoreLayersAndTakeLessTime()
    {
        const string Common = "--set model.layers=32 --set inner.batch=32 --stages 4 --link 100Gbit/s --latency 0ms --json";
        await RunAsync($"{Common} --speeds 1:1:2:4");
        using var unequal = JsonDocument.Parse(_recorded.Output);

        var stages = unequal.RootElement.GetProperty("stages").EnumerateArray().ToArray();

        var fast = stages.Single(stage => stage.GetProperty("speed").GetDouble() == 4);
        Assert.InRange(LayersOf(fast), 15, 17);
        Assert.All(stages.Where(stage => stage.GetProperty("speed").GetDouble() == 1), slow => Assert.InRange(LayersOf(slow), 3, 5));
        // With eight layers each, the slow ones would take as long as eight layers do on one of speed 1.
        var layer = fast.GetProperty("computeSeconds").GetDouble() * 4 / LayersOf(fast);
        Assert.InRange(8 * layer / unequal.RootElement.GetProperty("bottleneckSeconds").GetDouble(), 1.5, 2.1);
    }

    /// <summary>What is stated in the job need not be asked for.</summary>
    [Theory]
    [InlineData("", "interleaved", 2, 2, 4)]
    [InlineData(" --stages 4 --chunks 1", "interleaved", 4, 1, 4)]
    [InlineData(" --schedule gpipe --microbatches 8", "gpipe", 2, 1, 8)]
    public async Task Plan_JobOfStages_IsPlannedAsItIsUnlessToldOtherwise(
        string options, string schedule, int stages, int chunks, int microbatches)
    {
        _recorded.Save(
            "job.yaml",
            "method: pipeline\npipeline: { stages: 2, schedule: interleaved, chunks: 2 }\ninner: { steps: 1000, batch: 2, accumulation: 4 }\n");

        await RunAsync($"job.yaml --json{options}");

        using var json = JsonDocument.Parse(_recorded.Output);
        Assert.Equal(schedule, json.RootElement.GetProperty("schedule").GetString());
        Assert.Equal(stages, json.RootElement.GetProperty("stages").GetArrayLength());
        Assert.Equal(chunks, json.RootElement.GetProperty("chunks").GetInt32());
        Assert.Equal(microbatches, json.RootElement.GetProperty("microbatches").GetInt32());
    }

    [Fact]
    public async Task Plan_Show_DrawsTheTimeline()
    {
        await RunAsync("--stages 2 --microbatches 2 --set model.layers=2 --set model.vocabulary=256 --link 100Gbit/s --latency 0ms --show");

        Assert.Matches(@"\nstage 0 F0 F1 ", _recorded.Output);
        Assert.Matches(@"\nstage 1 \.  F0 ", _recorded.Output);
    }

    [Fact]
    public async Task Plan_Interleaved_SendsAsOftenAsThereAreChunks()
    {
        await RunAsync("--stages 2 --microbatches 4 --schedule interleaved --json --show");

        using var json = JsonDocument.Parse(_recorded.Output);
        var first = json.RootElement.GetProperty("stages")[0];
        var boundary = json.RootElement.GetProperty("boundaryBytes").GetInt64();
        Assert.Equal((2 * boundary, boundary), (first.GetProperty("bytesOn").GetInt64(), first.GetProperty("bytesBack").GetInt64()));
        Assert.Equal("[[0,1],[2,3]]", first.GetProperty("layers").GetRawText());
        Assert.Equal(0.5 / 4.5, json.RootElement.GetProperty("bubbleOfEqualStages").GetDouble(), 1e-12);
        Assert.Contains("\nstage 0 F0a ", _recorded.Errors, Ordinal);
    }

    [Fact]
    public async Task Plan_Memory_SaysHowManyMachinesMayBeLost()
    {
        await RunAsync("--stages 3 --speeds 1:1:1:1 --memory 9MiB,9MiB,16MiB,16MiB --json");

        using var json = JsonDocument.Parse(_recorded.Output);
        Assert.Equal(1, json.RootElement.GetProperty("membersThatMayBeLost").GetInt32());
        Assert.All(json.RootElement.GetProperty("stages").EnumerateArray(), stage =>
            Assert.InRange(stage.GetProperty("memoryBytes").GetInt64(), 1, 16 << 20));
    }

    [Theory]
    [InlineData("--stages 5", "5 stages need as many layers, but the model has 4: the nearest plan that works has 4 stages with 8 microbatches.")]
    [InlineData("--stages 2 --microbatches 3", "--microbatches: expected a divisor of the 8 sequences of a step (inner.batch 8, inner.accumulation 1), found 3; the nearest is 2")]
    [InlineData("--stages 4 --schedule interleaved --chunks 1 --microbatches 2", "that is a multiple of the 4 stages, found 2; the nearest is 4")]
    [InlineData("--stages 3 --schedule interleaved --chunks 1", "there is none: set inner.batch or inner.accumulation to make one")]
    [InlineData("--stages 2 --chunks 2", "Stages have 2 chunks in an interleaved schedule only")]
    [InlineData("--stages 2 --memory 1MiB", "Layer 0 with the embedding takes 5.73 MB, and fits no member: machine 0 has the most, 1.05 MB.")]
    [InlineData("--stages 3 --speeds 1:2", "3 stages need as many members, but there are 2: the nearest plan that works has 2 stages")]
    [InlineData("--stages 2 --schedule 1f1", "--schedule: expected gpipe, 1f1b, interleaved, found '1f1'")]
    [InlineData("--stages 0", "--stages: expected 1 to 64, found 0")]
    [InlineData("--show", "--stages: expected how many stages there are to be, or how fast machines are by --speeds, as in 1:1:2:4")]
    [InlineData("--speeds 1:0", "--speeds: expected numbers above 0 with colons between them, as in 1:1:2:4, found '1:0'")]
    [InlineData("--stages 3 --memory 1GB,2GB", "--memory: expected 1 size, or 3 as there are machines, found 2")]
    [InlineData("--stages 2 --flops 3", "--flops: expected operations a second with their unit")]
    [InlineData("--stages 2 --set model.heads=3", "model.heads")]
    [InlineData("none.yaml --stages 2", "no file of that name")]
    public async Task Plan_WhatCannotBe_IsToldWithWhatCan(string arguments, string expected)
    {
        var code = await RunAsync(arguments);

        Assert.Equal(2, code);
        Assert.Contains(expected, _recorded.Errors, Ordinal);
        Assert.Empty(_recorded.Output);
    }

    private static int LayersOf(JsonElement stage) =>
        stage.GetProperty("layers").EnumerateArray().Sum(chunk => chunk[1].GetInt32() - chunk[0].GetInt32());

    private Task<int> RunAsync(string arguments) =>
        new CommandLineApp(_recorded.Host, [PlanCommand.Create(_recorded.Host)]).RunAsync(["plan", .. arguments.Split(' ')]);
}
