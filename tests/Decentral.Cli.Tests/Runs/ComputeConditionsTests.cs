using Decentral.Cli.Runs;
using Decentral.Storage.Runs;
using Decentral.Torch;
using Decentral.Training.Jobs;
using Decentral.Training.Progress;

namespace Decentral.Cli.Tests.Runs;

public sealed class ComputeConditionsTests : IDisposable
{
    private static readonly ComputeConditions Here =
        ComputeConditions.Here("cpu", new ComputePlan(Lanes: 2, Threads: 1));

    private readonly TinyRun _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Here_ThisMachine_NamesAllThatBitsDependOn()
    {
        Assert.Equal(TorchSeam.LibtorchVersion, Here.Libtorch);
        Assert.Equal(("cpu", 2, 1), (Here.Device, Here.Lanes, Here.Threads));
        Assert.All([Here.Build, Here.Blas, Here.Processor, Here.Kernels], Assert.NotEmpty);
    }

    [Fact]
    public async Task Train_ResumedWhereItWas_WarnsOfNothing()
    {
        await TrainHalfAsync();

        await _tiny.ResumeAsync("run");

        Assert.Empty(Warnings());
    }

    [Fact]
    public async Task Train_ResumedElsewhere_NamesWhatDiffersOnce()
    {
        await TrainHalfAsync();
        await MoveAsync(here => here with { Libtorch = "0.9.0", Processor = "Abacus", Threads = 7 });

        await _tiny.ResumeAsync("run");
        await _tiny.ResumeAsync("run");

        Assert.Equal(
            $"Before this start the run had libtorch 0.9.0 (now {Here.Libtorch}), processor Abacus (now "
            + $"{Here.Processor}), threads a lane 7 (now 1): it goes on, but from here on its last bits may differ from "
            + "those of a run that was not moved.",
            Assert.Single(Warnings()));
    }

    [Fact]
    public async Task Train_ResumedWithOtherLanes_WarnsOfNothing()
    {
        await TrainHalfAsync();
        await MoveAsync(here => here with { Lanes = 64 });

        await _tiny.ResumeAsync("run");

        Assert.Empty(Warnings());
    }

    [Fact]
    public async Task Train_ResumedAfterABuildThatKeptOtherConditions_SaysSo()
    {
        await TrainHalfAsync();
        await UseAsync(directory => directory.Journal.WriteMetadata("compute.conditions", """{"abacus":1}"""));

        await _tiny.ResumeAsync("run");

        Assert.Contains("conditions that this build cannot read", Assert.Single(Warnings()), StringComparison.Ordinal);
    }

    private Task<RunSummary> TrainHalfAsync() => _tiny.TrainUntilAsync(
        steps: 10,
        _tiny.JobWith("inner.steps=150", "snapshots.every=75", "compute.threads=1", "compute.device=cpu"),
        "run");

    private Task MoveAsync(Func<ComputeConditions, ComputeConditions> change) => UseAsync(directory =>
        change(Here).Replace(directory.Journal));

    private async Task UseAsync(Func<RunDirectory, Task> action)
    {
        await using var directory = await RunDirectory.Open(_tiny.PathOf("run"));
        await action(directory);
    }

    private IEnumerable<string> Warnings() =>
        _tiny.Observer.Events.OfType<RunNotice>().Where(notice => notice.IsWarning).Select(notice => notice.Text);
}
