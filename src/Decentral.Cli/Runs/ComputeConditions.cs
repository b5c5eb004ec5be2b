using System.Runtime.InteropServices;
using System.Text.Json;
using Decentral.Cli.Doctor;
using Decentral.Storage.Journals;
using Decentral.Torch;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Runs;

/// <summary>
/// What the last bits of a run depend on beside its job and its data, as the journal keeps it. Equal conditions give
/// equal bits, whatever the number of lanes.
/// </summary>
/// <param name="Build">The version of this program.</param>
/// <param name="Libtorch">Its version.</param>
/// <param name="Blas">The library that multiplies matrices.</param>
/// <param name="Processor">The kind of CPU.</param>
/// <param name="Kernels">The processor level of the fused operations.</param>
/// <param name="Device">Where the tensors live.</param>
/// <param name="Threads">Of each lane.</param>
/// <param name="Lanes">Workers that compute at one time.</param>
internal sealed record ComputeConditions(
    string Build, string Libtorch, string Blas, string Processor, string Kernels, string Device, int Threads, int Lanes)
{
    private const string Entry = "compute.conditions";
    private const string ProcessorFile = "/proc/cpuinfo";

    /// <summary>Those that hold here and now.</summary>
    /// <param name="device">Where the tensors live.</param>
    /// <param name="compute">Lanes and threads.</param>
    public static ComputeConditions Here(string device, ComputePlan compute) => new(
        MachineProbe.Version,
        TorchSeam.LibtorchVersion,
        TorchSeam.Blas.Name,
        ReadProcessor() ?? $"{RuntimeInformation.ProcessArchitecture}",
        TorchSeam.KernelLevel,
        device == "cpu" ? device : TorchSeam.CudaDeviceNames[0],
        compute.Threads,
        compute.Lanes);

    /// <summary>Puts these into a run's journal in place of those of its last start.</summary>
    /// <returns>What the person should know when they differ; null otherwise.</returns>
    public async Task<string?> Replace(IRunJournal journal)
    {
        var earlier = await journal.ReadMetadata(Entry);
        var now = JsonSerializer.Serialize(this, ConditionsJson.Default.ComputeConditions);
        if (earlier == now)
        {
            return null;
        }

        await journal.WriteMetadata(Entry, now);
        var differences = earlier is null ? [] : DifferencesFrom(Read(earlier)).ToList();
        return differences.Count == 0
            ? null
            : $"Before this start the run had {string.Join(", ", differences)}: it goes on, but from here on its last "
            + "bits may differ from those of a run that was not moved.";
    }

    /// <summary>A run's conditions as they were written; null where another build wrote them otherwise.</summary>
    private static ComputeConditions? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ConditionsJson.Default.ComputeConditions);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private IEnumerable<string> DifferencesFrom(ComputeConditions? earlier)
    {
        if (earlier is null)
        {
            return ["conditions that this build cannot read"];
        }

        (string Name, string Then, string Now)[] parts =
        [
            ("build", earlier.Build, Build),
            ("libtorch", earlier.Libtorch, Libtorch),
            ("BLAS", earlier.Blas, Blas),
            ("processor", earlier.Processor, Processor),
            ("kernels", earlier.Kernels, Kernels),
            ("device", earlier.Device, Device),
            ("threads a lane", $"{earlier.Threads}", $"{Threads}"),
        ];
        return parts.Where(part => part.Then != part.Now).Select(part => $"{part.Name} {part.Then} (now {part.Now})");
    }

    private static string? ReadProcessor()
    {
        try
        {
            return File.ReadLines(ProcessorFile)
                .Where(line => line.StartsWith("model name", StringComparison.Ordinal))
                .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())
                .FirstOrDefault();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Only Linux has the file.
            return null;
        }
    }
}
