using Decentral.Cli.Hosting;
using Spectre.Console;

namespace Decentral.Cli.Tests.Commands;

/// <summary>Surroundings in a folder of their own, whose streams are kept.</summary>
internal sealed class RecordedHost : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("decentral-cli-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public RecordedHost() => Host = new CliHost
    {
        Output = CliHost.Open(_output, isRedirected: true),
        Errors = CliHost.Open(_errors, isRedirected: true),
        IsInteractive = false,
        WorkingDirectory = _folder.FullName,
        Time = TimeProvider.System,
    };

    public CliHost Host { get; }

    public string Output => _output.ToString();

    public string Errors => _errors.ToString();

    public string Folder => _folder.FullName;

    /// <summary>The same, as if a person watched in a terminal of 80 columns.</summary>
    public CliHost Interactive
    {
        get
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(_errors),
                Ansi = AnsiSupport.Yes,
                ColorSystem = ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.Yes,
            });
            console.Profile.Width = 80;
            console.Profile.Capabilities.Unicode = true;
            return Host with { Errors = console, IsInteractive = true };
        }
    }

    public string Save(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _errors.Dispose();
    }
}
