using System.Diagnostics;

namespace Decentral.Children;

/// <summary>
/// The test program that this is compiled into once more, playing a role until it is killed; it reports on its standard
/// output. Which roles there are is the program's affair.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    public const string Verb = "play";

    /// <summary>128 + SIGKILL.</summary>
    private const int KilledExitCode = 137;

    /// <summary>Ends each line, so that one cut short by the kill is known.</summary>
    private const string LineEnd = ".";

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public int Id => _process.Id;

    private static string Executable =>
        Path.Combine(AppContext.BaseDirectory, typeof(ChildProcess).Assembly.GetName().Name!);

    public static ChildProcess Start(string role, string argument) => Start(Executable, [Verb, role, argument]);

    /// <summary>Starts a child whose files cannot grow beyond a length: to it the disk is full there.</summary>
    /// <param name="blocks">The length, in blocks of 512 bytes.</param>
    /// <param name="role">The child's role.</param>
    /// <param name="argument">The role's argument.</param>
    public static ChildProcess StartWithFileLimit(int blocks, string role, string argument)
    {
        // With the signal ignored, a write beyond the limit is an error. The runtime's doubly mapped memory counts too.
        const string Script = "trap '' XFSZ; ulimit -f \"$0\"; export DOTNET_EnableWriteXorExecute=0; exec \"$@\"";
        return Start("/bin/sh", ["-c", Script, $"{blocks}", Executable, Verb, role, argument]);
    }

    /// <summary>
    /// Runs a child, kills it at an instant after so many reports, and gives all that it reported before it died.
    /// </summary>
    /// <param name="role">The child's role.</param>
    /// <param name="argument">The role's argument.</param>
    /// <param name="random">Draws where in the work that follows the last report the kill falls.</param>
    /// <param name="reportsBeforeKill">At least 1.</param>
    public static async Task<IReadOnlyList<string>> RunUntilKilled(
        string role, string argument, Random random, int reportsBeforeKill)
    {
        const int LongestSpin = 40_000;
        using var child = Start(role, argument);
        var reports = new List<string>();
        while (await child.ReadLine(TestContext.Current.CancellationToken) is { } report)
        {
            reports.Add(report);
            if (reports.Count == reportsBeforeKill)
            {
                Thread.SpinWait(random.Next(LongestSpin));
                child._process.Kill();
            }
        }

        await child._process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(KilledExitCode, child._process.ExitCode);
        return reports;
    }

    /// <summary>The child's side: a line that the parent reads whole or not at all.</summary>
    public static void Report(string line)
    {
        lock (LineEnd)
        {
            Console.Out.Write($"{line}{LineEnd}\n");
            Console.Out.Flush();
        }
    }

    /// <summary>The next whole line; null after the last.</summary>
    public async Task<string?> ReadLine(CancellationToken cancellationToken)
    {
        var line = await _process.StandardOutput.ReadLineAsync(cancellationToken);
        return line?.EndsWith(LineEnd, StringComparison.Ordinal) == true ? line[..^LineEnd.Length] : null;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static ChildProcess Start(string program, string[] arguments) =>
        new(Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!);
}
