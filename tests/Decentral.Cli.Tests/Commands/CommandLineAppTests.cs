using System.CommandLine;
using Decentral.Cli.Commands;
using Decentral.Cli.Doctor;
using Decentral.Cli.Inspection;

namespace Decentral.Cli.Tests.Commands;

public sealed class CommandLineAppTests : IDisposable
{
    private readonly RecordedHost _recorded = new();

    public void Dispose() => _recorded.Dispose();

    /// <summary>
    /// The options are a promise to scripts: the help of every command is kept beside this test, and changes only by
    /// intention (write the new text with <c>decentral COMMAND --help</c>).
    /// </summary>
    [Theory]
    [InlineData("decentral")]
    [InlineData("train")]
    [InlineData("node")]
    [InlineData("generate")]
    [InlineData("methods")]
    [InlineData("plan")]
    [InlineData("inspect")]
    [InlineData("export")]
    [InlineData("doctor")]
    [InlineData("keys")]
    [InlineData("keys authority")]
    [InlineData("keys hub")]
    [InlineData("keys node")]
    [InlineData("keys token")]
    [InlineData("keys list")]
    [InlineData("keys revoke")]
    public async Task Help_EachCommand_IsTheTextThatIsKept(string command)
    {
        string[] arguments = command == "decentral" ? ["--help"] : [.. command.Split(' '), "--help"];

        var code = await CreateApp().RunAsync(arguments);

        Assert.Equal(0, code);
        var kept = Path.Combine(AppContext.BaseDirectory, "Commands", "Help", command.Replace(' ', '-') + ".txt");
        Assert.Equal(File.ReadAllText(kept), WithoutProgramName(_recorded.Output));
    }

    [Fact]
    public void Help_EveryCommand_IsKept() => Assert.Equal(
        CreateApp().BuildRoot().Subcommands
            .SelectMany(command => command.Subcommands.Select(part => $"{command.Name}-{part.Name}").Prepend(command.Name))
            .Append("decentral").Order(),
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Commands", "Help"))
            .Select(path => Path.GetFileNameWithoutExtension(path)).Order());

    [Theory]
    [InlineData("")]
    [InlineData("trian")]
    [InlineData("doctor --jsn")]
    [InlineData("keys")]
    public async Task Run_WrongUsage_EndsWithTwoAndPointsAtTheHelp(string line)
    {
        var code = await CreateApp().RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, code);
        Assert.Contains(" --help\n", _recorded.Errors, StringComparison.Ordinal);
        Assert.Empty(_recorded.Output);
    }

    [Fact]
    public async Task Run_MisspeltOption_NamesTheNearest()
    {
        await CreateApp().RunAsync("doctor", "--jsn");

        Assert.Equal(
            "Unrecognized option '--jsn'. Did you mean --json?\nSee: decentral doctor --help\n", _recorded.Errors);
    }

    [Theory]
    [InlineData("--advertise https://a", "--listen-peers URL")]
    [InlineData("--listen-peers http://0.0.0.0", "--listen-peers: expected https")]
    [InlineData("--listen-peers https://0.0.0.0 --advertise a", "--advertise: expected an address as in https://hub:7451")]
    public async Task Run_NodeThatOthersCouldNotDial_SaysWhatIsWrong(string options, string part)
    {
        var code = await CreateApp().RunAsync(["node", "--join", "https://hub", .. options.Split(' ')]);

        Assert.Equal(2, code);
        Assert.Contains(part, _recorded.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WrongOptionOfAPart_PointsAtTheHelpOfThePart()
    {
        await CreateApp().RunAsync("keys", "list", "--jsn");

        Assert.EndsWith("See: decentral keys list --help\n", _recorded.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Version_PrintsIt()
    {
        var code = await CreateApp().RunAsync("--version");

        Assert.Equal(0, code);
        Assert.Matches(@"^\d+\.\d+\.\d+", _recorded.Output);
    }

    private CommandLineApp CreateApp() => new(_recorded.Host, Commands());

    private IEnumerable<Command> Commands() =>
    [
        TrainCommand.Create(_recorded.Host, RecordedRuntime.Successful()),
        NodeCommand.Create(_recorded.Host),
        KeysCommand.Create(_recorded.Host),
        GenerateCommand.Create(_recorded.Host),
        MethodsCommand.Create(_recorded.Host),
        PlanCommand.Create(_recorded.Host),
        InspectCommand.Create(_recorded.Host, RunLedger.ReadAsync),
        ExportCommand.Create(_recorded.Host),
        DoctorCommand.Create(_recorded.Host, MachineProbe.Probe),
    ];

    /// <summary>The usage line begins with the name of the running program, which is the test's own here.</summary>
    private static string WithoutProgramName(string help) =>
        help.Replace(RootCommand.ExecutableName, "decentral", StringComparison.Ordinal);
}
