using System.Reflection;
using System.Runtime.InteropServices;
using Decentral.Models.Data;
using Decentral.Torch;

namespace Decentral.Cli.Doctor;

/// <summary>Finds out the facts of this machine. Loads libtorch, which takes most of a second.</summary>
internal static class MachineProbe
{
    /// <param name="workingDirectory">The folder that runs go below.</param>
    public static MachineFacts Probe(string workingDirectory)
    {
        var runs = Path.Combine(workingDirectory, "runs");
        var existing = Directory.Exists(runs) ? runs : workingDirectory;
        var (torch, torchError) = ProbeTorch();
        var (documentation, notice) = ProbeDocumentation();
        return new MachineFacts
        {
            Version = Version,
            Runtime = RuntimeInformation.FrameworkDescription,
            System = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
            Cores = Environment.ProcessorCount,
            MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            RunsFolder = runs,
            FreeDiskBytes = new DriveInfo(existing).AvailableFreeSpace,
            WriteError = ProbeWriting(existing),
            Torch = torch,
            TorchError = torchError,
            Documentation = documentation,
            DocumentationNotice = notice,
        };
    }

    /// <summary>The version of this program.</summary>
    public static string Version => typeof(MachineProbe).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static (TorchFacts? Facts, string? Error) ProbeTorch()
    {
        try
        {
            var blas = TorchSeam.Blas;
            var description = blas.Path.Length == 0 ? blas.Name : $"{blas.Name} ({blas.Path})";
            var devices = TorchSeam.CudaDeviceNames;
            return (new TorchFacts(TorchSeam.LibtorchVersion, description, blas.IsSlow, devices), null);
        }
        catch (Exception fault) when (fault is DllNotFoundException or ExternalException)
        {
            return (null, fault.Message);
        }
    }

    private static (string? Description, string? Notice) ProbeDocumentation()
    {
        try
        {
            var source = TextSource.Resolve(new DataSelection { Source = DataSelection.SdkDocumentation });
            return (source.Description, source.Notices.IsEmpty ? null : string.Join(' ', source.Notices));
        }
        catch (DataSourceException fault)
        {
            return (null, fault.Message);
        }
    }

    private static string? ProbeWriting(string folder)
    {
        try
        {
            using var probe = new FileStream(
                Path.Combine(folder, $".decentral-{Environment.ProcessId}"),
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    Options = FileOptions.DeleteOnClose,
                });
            probe.WriteByte(0);
            probe.Flush(flushToDisk: true);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }
}
