using System.Diagnostics;

namespace Decentral.Cli.Tests.Runs;

/// <summary>
/// The program in a process of its own, whose files cannot grow beyond a length: to it the disk is full.
/// </summary>
internal static class LimitedProgram
{
    private const int BlockBytes = 512;

    /// <summary>Runs it to its end, and gives its exit code and its standard error.</summary>
    /// <param name="longestFile">In bytes.</param>
    /// <param name="folder">Where it is started; its cache lies there too.</param>
    /// <param name="arguments">The command line.</param>
    public static async Task<(int Code, string Errors)> RunAsync(
        int longestFile, string folder, params string[] arguments)
    {
        // With the signal ignored, a write beyond the limit is an error. The runtime's doubly mapped memory counts too.
        const string Script = "trap '' XFSZ; ulimit -f \"$0\"; export DOTNET_EnableWriteXorExecute=0; exec \"$@\"";
        var program = Path.Combine(AppContext.BaseDirectory, "decentral");
        string[] all = ["-c", Script, $"{longestFile / BlockBytes}", program, .. arguments];
        var start = new ProcessStartInfo("/bin/sh", all)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(folder, "cache");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, errors);
    }
}
