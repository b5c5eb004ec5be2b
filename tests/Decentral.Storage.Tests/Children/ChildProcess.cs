using System.Diagnostics;

namespace Decentral.Storage.Tests.Children;

/// <summary>This test program once more, playing a role until it is killed; it reports on its standard output.</summary>
internal sealed class ChildProcess : IDisposable
{
    public const string Verb = "play";

    /// <summary>128 + SIGKILL.</summary>
    public const int KilledExitCode = 137;

    /// <summary>Ends each line, so that one cut short by the kill is known.</summary>
    private const string LineEnd = ".";

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static ChildProcess Start(string role, params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, typeof(Program).Assembly.GetName().Name!);
        var start = new ProcessStartInfo(program, [Verb, role, .. arguments]) { RedirectStandardOutput = true };
        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>The child's side: what each role does.</summary>
    public static async Task<int> Play(string role, string[] arguments)
    {
        await (role switch
        {
            AppendingChild.Role => AppendingChild.Run(arguments[0]),
            _ => throw new ArgumentException($"no role {role}"),
        });
        return 0;
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

    /// <summary>SIGKILL; what was already reported can still be read.</summary>
    public void Kill() => _process.Kill();

    public async Task<int> WaitForExit(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
