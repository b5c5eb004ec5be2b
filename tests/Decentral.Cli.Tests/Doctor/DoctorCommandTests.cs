using System.Text.Json;
using Decentral.Cli.Commands;
using Decentral.Cli.Doctor;
using Decentral.Cli.Tests.Commands;

namespace Decentral.Cli.Tests.Doctor;

public sealed class DoctorCommandTests : IDisposable
{
    private readonly RecordedHost _recorded = new();

    public void Dispose() => _recorded.Dispose();

    [Fact]
    public async Task Doctor_ThisMachine_FindsEverySubject()
    {
        await RunAsync(MachineProbe.Probe, "doctor", "--json");

        using var json = JsonDocument.Parse(_recorded.Output);
        var subjects = json.RootElement.GetProperty("findings").EnumerateArray()
            .Select(finding => finding.GetProperty("subject").GetString());
        Assert.Equal(
            "decentral, system, cores, memory, disk, write access, libtorch, BLAS, CUDA, sdk-docs",
            string.Join(", ", subjects));
    }

    [Fact]
    public async Task Doctor_MachineThatCannotTrain_EndsWithTwoAndNamesTheRemedy()
    {
        var code = await RunAsync(folder => MachineProbe.Probe(folder) with { FreeDiskBytes = 0 }, "doctor");

        Assert.Equal(2, code);
        Assert.Contains("fail  disk          0 B free for ", _recorded.Output, StringComparison.Ordinal);
        Assert.Contains("remedy: free some space", _recorded.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_Job_JudgesWhatItComputesWith()
    {
        await RunAsync(
            MachineProbe.Probe, "doctor", "--set", "inner.steps=1000", "--set", "compute.threads=4000");

        Assert.Contains("warn  cores", _recorded.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_Probe_LeavesNothingBehind()
    {
        await RunAsync(MachineProbe.Probe, "doctor");

        Assert.Empty(Directory.EnumerateFileSystemEntries(_recorded.Folder));
    }

    private Task<int> RunAsync(Func<string, MachineFacts> probe, params string[] arguments) =>
        new CommandLineApp(_recorded.Host, [DoctorCommand.Create(_recorded.Host, probe)]).RunAsync(arguments);
}
