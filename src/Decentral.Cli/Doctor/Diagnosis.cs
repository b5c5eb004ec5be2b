using Decentral.Cli.Hosting;
using Decentral.Cli.Presentation;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Doctor;

/// <summary>Judges the facts of a machine.</summary>
internal static class Diagnosis
{
    private const long LittleMemory = 1L << 30;
    private const long LittleDisk = 1L << 30;
    private const long NoDisk = 64L << 20;

    /// <param name="facts">The machine.</param>
    /// <param name="compute">What a job computes with; null for a job that leaves it open.</param>
    /// <param name="workers">The job's workers.</param>
    public static IReadOnlyList<Finding> Of(
        MachineFacts facts, ComputeOptions? compute = null, int workers = int.MaxValue) =>
    [
        new Finding("decentral", Level.Ok, $"{facts.Version}, {facts.Runtime}"),
        new Finding("system", Level.Ok, facts.System),
        JudgeLanes(facts.Cores, ComputePlan.For(compute ?? new ComputeOptions(), workers, facts.Cores)),
        JudgeMemory(facts.MemoryBytes),
        JudgeDisk(facts),
        JudgeWriting(facts),
        .. facts.Torch is { } torch ? JudgeTorch(torch) : [JudgeNoTorch(facts.TorchError)],
        JudgeDocumentation(facts),
    ];

    private static Finding JudgeLanes(int cores, ComputePlan plan)
    {
        var detail = $"{cores}; {Units.Plural(plan.Lanes, "lane")} of {Units.Plural(plan.Threads, "thread")}";
        return plan.Lanes * plan.Threads <= cores
            ? new Finding("cores", Level.Ok, detail)
            : new Finding(
                "cores", Level.Warn, $"{detail} are more than the cores, and wait for each other",
                "lower compute.lanes or compute.threads, or leave them out");
    }

    private static Finding JudgeMemory(long bytes) => bytes >= LittleMemory
        ? new Finding("memory", Level.Ok, Units.Bytes(bytes))
        : new Finding(
            "memory", Level.Warn, $"{Units.Bytes(bytes)}, which is enough for small models only",
            "lower model.width, model.layers or workers when a run ends for lack of memory");

    private static Finding JudgeDisk(MachineFacts facts) => facts.FreeDiskBytes switch
    {
        < NoDisk => new Finding(
            "disk", Level.Fail, $"{Units.Bytes(facts.FreeDiskBytes)} free for {facts.RunsFolder}",
            "free some space, or name a folder elsewhere by --out"),
        < LittleDisk => new Finding(
            "disk", Level.Warn, $"{Units.Bytes(facts.FreeDiskBytes)} free for {facts.RunsFolder}",
            "lower snapshots.keep, free some space, or name a folder elsewhere by --out"),
        _ => new Finding("disk", Level.Ok, $"{Units.Bytes(facts.FreeDiskBytes)} free for {facts.RunsFolder}"),
    };

    private static Finding JudgeWriting(MachineFacts facts) => facts.WriteError is null
        ? new Finding("write access", Level.Ok, facts.RunsFolder)
        : new Finding("write access", Level.Fail, facts.WriteError, "start elsewhere, or name a folder by --out");

    private static IEnumerable<Finding> JudgeTorch(TorchFacts torch)
    {
        yield return new Finding("libtorch", Level.Ok, torch.Version);
        yield return torch.IsBlasSlow
            ? new Finding(
                "BLAS", Level.Fail, $"{torch.Blas}: some twenty times slower than OpenBLAS",
                "apt-get install libopenblas0-pthread (it replaces the reference BLAS by itself)")
            : new Finding("BLAS", Level.Ok, torch.Blas);
        var devices = string.Join(", ", torch.CudaDevices);
        yield return new Finding("CUDA", Level.Ok, devices.Length == 0 ? "none; the CPU is used" : devices);
    }

    private static Finding JudgeNoTorch(string? error) => new(
        "libtorch", Level.Fail, error ?? "not found",
        "apt-get install libtorch-dev libopenblas0-pthread, or name another by LIBTORCH=/path; then start again");

    private static Finding JudgeDocumentation(MachineFacts facts) => facts switch
    {
        { DocumentationNotice: null } => new Finding("sdk-docs", Level.Ok, facts.Documentation ?? "none"),
        { Documentation: null } => new Finding(
            "sdk-docs", Level.Warn, facts.DocumentationNotice,
            $"name your own text: {ProgramName.Typed} train JOB --data FILE"),
        _ => new Finding(
            "sdk-docs", Level.Warn, $"{facts.Documentation}. {facts.DocumentationNotice}",
            "name your own text by --data, or install Microsoft's .NET SDK, which has the reference packs"),
    };
}
