using Decentral.Cli.Doctor;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Tests.Doctor;

public sealed class DiagnosisTests
{
    private static readonly MachineFacts Healthy = new()
    {
        Version = "1.2.3",
        Runtime = ".NET 10.0.1",
        System = "Debian GNU/Linux 12, X64",
        Cores = 2,
        MemoryBytes = 8L << 30,
        RunsFolder = "/home/ada/runs",
        FreeDiskBytes = 50_000_000_000,
        Torch = new TorchFacts("1.13.0", "OpenBLAS 0.3.21 (/usr/lib/libblas.so.3)", IsBlasSlow: false, []),
        Documentation = "English documentation of the .NET SDK (247 files)",
    };

    [Fact]
    public void Of_HealthyMachine_FindsNothingToRemedy() => Assert.All(Diagnosis.Of(Healthy), finding =>
    {
        Assert.Equal(Level.Ok, finding.Level);
        Assert.Null(finding.Remedy);
    });

    [Fact]
    public void Of_ReferenceBlas_FailsWithTheRemedy()
    {
        var torch = new TorchFacts("1.13.0", "reference (/usr/lib/blas/libblas.so.3)", IsBlasSlow: true, []);

        var finding = Find(Healthy with { Torch = torch }, "BLAS");

        Assert.Equal(Level.Fail, finding.Level);
        Assert.StartsWith("apt-get install libopenblas0-pthread", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NoLibtorch_FailsWithItsOwnMessage()
    {
        var finding = Find(Healthy with { Torch = null, TorchError = "libtorch.so is not there" }, "libtorch");

        Assert.Equal(Level.Fail, finding.Level);
        Assert.Equal("libtorch.so is not there", finding.Detail);
        Assert.Contains("LIBTORCH", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_CudaDevices_NamesThem()
    {
        var torch = Healthy.Torch! with { CudaDevices = ["A", "B"] };

        Assert.Equal("A, B", Find(Healthy with { Torch = torch }, "CUDA").Detail);
    }

    [Fact]
    public void Of_JobWithMoreThreadsThanCores_Warns()
    {
        var compute = new ComputeOptions { Lanes = 2, Threads = 2 };

        var finding = Diagnosis.Of(Healthy, compute, workers: 4).Single(finding => finding.Subject == "cores");

        Assert.Equal(Level.Warn, finding.Level);
        Assert.StartsWith("2; 2 lanes of 2 threads", finding.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(63L << 20, "Fail")]
    [InlineData(64L << 20, "Warn")]
    [InlineData(1L << 30, "Ok")]
    public void Of_FreeDisk_IsJudgedByWhatARunWrites(long bytes, string level) =>
        Assert.Equal(level, Find(Healthy with { FreeDiskBytes = bytes }, "disk").Level.ToString());

    [Fact]
    public void Of_LittleMemory_Warns() =>
        Assert.Equal(Level.Warn, Find(Healthy with { MemoryBytes = (1L << 30) - 1 }, "memory").Level);

    [Fact]
    public void Of_FolderThatCannotBeWritten_Fails() =>
        Assert.Equal(Level.Fail, Find(Healthy with { WriteError = "Read-only file system" }, "write access").Level);

    [Theory]
    [InlineData(null, "nothing there")]
    [InlineData("English documents of this system (3 files)", "no packs")]
    public void Of_NoReferencePacks_WarnsAndNamesTheOption(string? documentation, string notice)
    {
        var facts = Healthy with { Documentation = documentation, DocumentationNotice = notice };

        var finding = Find(facts, "sdk-docs");

        Assert.Equal(Level.Warn, finding.Level);
        Assert.Contains("--data", finding.Remedy, StringComparison.Ordinal);
    }

    private static Finding Find(MachineFacts facts, string subject) =>
        Assert.Single(Diagnosis.Of(facts), finding => finding.Subject == subject);
}
