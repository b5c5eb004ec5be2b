using System.Diagnostics;

namespace Decentral.EndToEnd.Launcher;

/// <summary>The launcher: it builds once, and is out of the way from then on.</summary>
public sealed class LauncherTests : IDisposable
{
    private const string Script = "decentral";
    private const int Done = 0;
    private const int Failed = 1;
    private const int Mistake = 2;

    private readonly StubbedMachine _machine = new StubbedMachine().WithSources().WithTools();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Start_First_BuildsAndThenRuns()
    {
        _machine.With("dotnet", "echo of dotnet");

        var run = _machine.Run(Script, "inspect", "my run").EndedWith(Done);

        Assert.Equal("of dotnet\n", run.Output);
        Assert.Equal("Building src/Decentral.Cli (Release) ...\nof dotnet\n", run.Errors);
        Assert.Equal(
            [
                "dotnet --version",
                "dotnet build src/Decentral.Cli -c Release --disable-build-servers -v quiet",
                $"dotnet {_machine.Path}/artifacts/bin/Decentral.Cli/release/decentral.dll inspect my run",
            ],
            _machine.Calls);
    }

    [Fact]
    public void Start_Second_JustRuns()
    {
        _machine.Run(Script, "doctor").EndedWith(Done);
        var before = _machine.Calls.Length;

        var run = _machine.Run(Script, "doctor").EndedWith(Done);

        Assert.Empty(run.Errors);
        Assert.Equal(
            [$"dotnet {_machine.Path}/artifacts/bin/Decentral.Cli/release/decentral.dll doctor"],
            _machine.Calls[before..]);
    }

    [Fact]
    public void Start_Always_PassesOnWhatWasTyped()
    {
        _machine.With("dotnet", """echo "$DECENTRAL_PROGRAM" """);

        var run = _machine.Run(Script, "doctor").EndedWith(Done);

        Assert.Equal($"{_machine.Path}/decentral\n", run.Output);
    }

    [Fact]
    public void Start_AfterASourceChanged_BuildsAgain()
    {
        _machine.Run(Script).EndedWith(Done);
        var source = Path.Combine(_machine.Path, "src", "Decentral.Cli", "Program.cs");
        File.SetLastWriteTimeUtc(source, DateTime.UtcNow + TimeSpan.FromSeconds(10));

        var run = _machine.Run(Script).EndedWith(Done);

        Assert.Contains("Building", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_BuildFails_EndsWithOneAndRunsNothing()
    {
        var run = _machine.With("dotnet", """[ "$1" != build ]""").Run(Script, "doctor").EndedWith(Failed);

        Assert.EndsWith("The build failed; the errors are above.\n", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(_machine.Calls, call => call.Contains("decentral.dll", StringComparison.Ordinal));
    }

    [Fact]
    public void Start_ToolMissingAndNoWayToInstallIt_EndsWithTwoAndBuildsNothing()
    {
        var run = _machine.Without("cmake").Run(Script, "doctor").EndedWith(Mistake);

        Assert.Empty(run.Output);
        Assert.EndsWith("apt-get install cmake\n", run.Errors, StringComparison.Ordinal);
        Assert.Equal(["dotnet --version"], _machine.Calls);
    }

    /// <remarks>By turns, so that other work on the machine slows both.</remarks>
    [Fact]
    public void Start_NothingMissing_AddsLessThanASecond()
    {
        _machine.WithRealProgram().Built();
        List<TimeSpan> launched = [], direct = [];
        for (var i = 0; i < 5; i++)
        {
            direct.Add(Time(() => ProgramRun.Of(_machine.Path, "--version").EndedWith(Done)));
            launched.Add(Time(() => _machine.Run(Script, "--version").EndedWith(Done)));
        }

        Assert.InRange(Median(launched) - Median(direct), TimeSpan.MinValue, TimeSpan.FromSeconds(1));
    }

    private static TimeSpan Time(Action action)
    {
        var began = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(began);
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);
}
